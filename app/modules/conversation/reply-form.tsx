// The form that a borrower writes with: words, and files if they like. It works without a script, and once.
import { usePage } from "#app/i18n/use-t.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import type { FieldError } from "#app/ui/error-summary.tsx";
import { FileField } from "#app/ui/file-field.tsx";
import { Quiet } from "#app/ui/prose.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import { messageLimits } from "./conversation.ts";

interface ReplyFormProps {
  readonly action: string;
  readonly once: string;
  readonly text: string | undefined;
  readonly errors: readonly FieldError[];
  readonly answerDays: number;
  /** Papers about health have a place of their own. */
  readonly proposal: boolean;
}

export function ReplyForm({ action, once, text, errors, answerDays, proposal }: ReplyFormProps) {
  const { t } = usePage();
  const errorOf = (name: string): string | undefined => errors.find(({ field }) => field === name)?.message;
  return (
    <Card title={t("conversation.form.title")} id="write">
      <form method="post" action={action} encType="multipart/form-data" noValidate>
        <input type="hidden" name="once" value={once} />
        <TextArea
          name="text"
          label={t("conversation.form.text")}
          hint={t("conversation.form.textHint")}
          value={text}
          error={errorOf("text")}
          rows={6}
          maxLength={messageLimits.text}
        />
        <FileField
          name="files"
          label={t("conversation.form.files")}
          hint={
            <>
              {t("conversation.form.filesHint")} {proposal && t("conversation.form.health")}
            </>
          }
          error={errorOf("files")}
          accept="image/jpeg,image/png,application/pdf"
        />
        <Button>{t("conversation.form.send")}</Button>
      </form>
      <Quiet>{t("conversation.form.next", { count: answerDays })}</Quiet>
    </Card>
  );
}
