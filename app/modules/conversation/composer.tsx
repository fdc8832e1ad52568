// Where somebody of the desk writes: a ready text first, own words second. Under each text stands what the borrower will
// read, in the borrower's language.
import type { ReactNode } from "react";
import { translator } from "#app/i18n/i18n.ts";
import type { Language } from "#app/i18n/languages.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { Button } from "#app/ui/button.tsx";
import { Checkbox } from "#app/ui/checkbox.tsx";
import { Choices } from "#app/ui/choices.tsx";
import type { FieldError } from "#app/ui/error-summary.tsx";
import { Field } from "#app/ui/field.tsx";
import { Pair } from "#app/ui/pair.tsx";
import { Select } from "#app/ui/select.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import { Ticks } from "#app/ui/ticks.tsx";
import styles from "./composer.module.css";
import type { ComposedFault } from "./composed.ts";
import { messageLimits, type DeskMessageRefusal } from "./conversation.ts";
import { deskTemplates, paperCodes, writeTemplateText } from "./templates.ts";

/** As it was typed, to be shown again. */
export interface TypedMessage {
  readonly template: string;
  readonly day: string;
  readonly amount: string;
  readonly papers: readonly string[];
  readonly text: string;
  readonly language: string;
  readonly close: boolean;
}

export const nothingTyped: TypedMessage = {
  template: "",
  day: "",
  amount: "",
  papers: [],
  text: "",
  language: "",
  close: true,
};

export type ComposerFault =
  | ComposedFault
  | Exclude<DeskMessageRefusal, { kind: "not-found" }>["kind"]
  | "unreadable"
  | "day"
  | "papers";

export function useComposerErrors(fault: ComposerFault | undefined): readonly FieldError[] {
  const { t } = usePage();
  switch (fault) {
    case undefined:
      return [];
    case "choose":
    case "both":
      return [{ field: "template", message: t(`conversation.desk.error.${fault}`) }];
    case "day":
    case "amount":
    case "papers":
      return [{ field: fault, message: t(`conversation.desk.error.${fault}`) }];
    case "not-yours":
      return [{ field: "", message: t("conversation.desk.error.notYours") }];
    case "params":
    case "nothing-written":
      return [{ field: "template", message: t("conversation.desk.error.choose") }];
    case "too-long":
    case "unreadable":
      return [{ field: "text", message: t(`conversation.refusal.${fault}`) }];
    default:
      return fault satisfies never;
  }
}

interface TextProps {
  readonly value: string;
  readonly name: string;
  readonly checked: boolean;
  /** It has the id that the summary of errors leads to. */
  readonly first: boolean;
  readonly children: ReactNode;
}

interface ComposerProps {
  readonly action: string;
  readonly once: string;
  readonly typed: TypedMessage;
  readonly errors: readonly FieldError[];
  /** The borrower's language. */
  readonly reader: Language;
  /** A question can be closed with its answer. */
  readonly question: boolean;
}

/** One choice of several: its name, and what the borrower will read of it. */
function Text({ value, name, checked, first, children }: TextProps) {
  const id = first ? "template" : `template-${value}`;
  return (
    <div className={styles["text"]}>
      <label htmlFor={id}>
        <input
          type="radio"
          id={id}
          name="template"
          value={value}
          defaultChecked={checked}
          aria-describedby={`${id}-said`}
        />
        {name}
      </label>
      <div className={styles["said"]} id={`${id}-said`}>
        {children}
      </div>
    </div>
  );
}

function TextChoice({ typed, errors, reader }: Pick<ComposerProps, "typed" | "errors" | "reader">) {
  const { t } = usePage();
  const said = translator(reader);
  return (
    <Choices
      name="template"
      legend={t("conversation.desk.template")}
      hint={t("conversation.desk.templateHint")}
      error={errors.find(({ field }) => field === "template")?.message}
    >
      {deskTemplates.map((code, index) => (
        <Text
          key={code}
          value={code}
          first={index === 0}
          checked={typed.template === code}
          name={t(`conversation.desk.names.${code}`)}
        >
          <span lang={reader}>{writeTemplateText(said, reader, { code, params: {} })}</span>
        </Text>
      ))}
      <Text value="own" first={false} checked={typed.template === "own"} name={t("conversation.desk.own")}>
        {t("conversation.desk.ownHint")}
      </Text>
    </Choices>
  );
}

export function Composer({ action, once, typed, errors, reader, question }: ComposerProps) {
  const { t } = usePage();
  const errorOf = (name: string): string | undefined => errors.find(({ field }) => field === name)?.message;
  return (
    <form method="post" action={action} noValidate className={styles["composer"]}>
      <input type="hidden" name="once" value={once} />
      <TextChoice typed={typed} errors={errors} reader={reader} />
      <div className={styles["day"]}>
        <Field
          name="day"
          label={t("conversation.desk.day")}
          hint={t("conversation.desk.dayHint")}
          error={errorOf("day")}
          value={typed.day}
          size={12}
        />
      </div>
      <div className={styles["amount"]}>
        <Field
          name="amount"
          label={t("conversation.desk.amount")}
          hint={t("conversation.desk.amountHint")}
          error={errorOf("amount")}
          value={typed.amount}
          inputMode="decimal"
          size={12}
        />
      </div>
      <div className={styles["papers"]}>
        <Ticks
          type="checkbox"
          name="papers"
          legend={t("conversation.desk.papers")}
          error={errorOf("papers")}
          options={paperCodes.map((value) => ({ value, label: t(`conversation.paper.${value}`) }))}
          values={typed.papers}
        />
      </div>
      <TextArea
        name="text"
        label={t("conversation.desk.text")}
        hint={t("conversation.desk.textHint")}
        error={errorOf("text")}
        value={typed.text}
        maxLength={messageLimits.text}
      />
      <Select
        name="language"
        label={t("conversation.desk.language")}
        value={typed.language === "" ? reader : typed.language}
        options={[
          { value: "zh-CN", label: t("conversation.language.zh") },
          { value: "en", label: t("conversation.language.en") },
        ]}
      />
      {question && (
        <Checkbox
          name="close"
          label={t("conversation.desk.close")}
          hint={t("conversation.desk.closeHint")}
          checked={typed.close}
        />
      )}
      <Pair>
        <Button name="intent" value="send">
          {t("conversation.desk.send")}
        </Button>
        <Button quiet name="intent" value="preview">
          {t("conversation.desk.preview")}
        </Button>
      </Pair>
    </form>
  );
}
