// The form of a question. Which account it is about is asked only where there are several.
import { usePage } from "#app/i18n/use-t.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import type { FieldError } from "#app/ui/error-summary.tsx";
import { Select } from "#app/ui/select.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import { messageLimits } from "./conversation.ts";

interface AskFormProps {
  readonly once: string;
  readonly accounts: readonly { readonly value: string; readonly label: string }[];
  readonly text: string | undefined;
  readonly account: string | undefined;
  readonly errors: readonly FieldError[];
}

export function AskForm({ once, accounts, text, account, errors }: AskFormProps) {
  const { t } = usePage();
  const none = { value: "none", label: t("conversation.ask.noAccount") };
  const [only] = accounts;
  return (
    <Card title={t("conversation.ask.title")} id="ask">
      <p>{t("conversation.ask.lead")}</p>
      <form method="post" action="/my/messages">
        <input type="hidden" name="once" value={once} />
        {accounts.length === 1 && only && <input type="hidden" name="account" value={only.value} />}
        {accounts.length > 1 && (
          <Select
            name="account"
            label={t("conversation.ask.about")}
            options={[none, ...accounts]}
            value={account === "" ? undefined : account}
          />
        )}
        <TextArea
          name="text"
          label={t("conversation.ask.text")}
          hint={t("conversation.form.textHint")}
          value={text}
          error={errors.find(({ field }) => field === "text")?.message}
          maxLength={messageLimits.text}
        />
        <Button>{t("conversation.ask.send")}</Button>
      </form>
    </Card>
  );
}
