// An answer as its borrower will read it: the parts of their own page, in their language, with nothing in it that can be
// pressed.
import { translator } from "#app/i18n/i18n.ts";
import type { Language } from "#app/i18n/languages.ts";
import { PageContextProvider, usePage } from "#app/i18n/use-t.ts";
import { ProposalBody, titleOf } from "#app/modules/hardship/proposal-body.tsx";
import type { ProposalShown } from "#app/modules/hardship/proposal-states.tsx";
import styles from "./answer-preview.module.css";

interface AnswerPreviewProps {
  readonly shown: Omit<ProposalShown, "answer" | "answerError">;
  readonly language: Language;
}

export function AnswerPreview({ shown, language }: AnswerPreviewProps) {
  const page = usePage();
  const t = translator(language);
  return (
    <section aria-labelledby="preview-title">
      <h2 id="preview-title">{page.t(`answer.preview.title.${language}`)}</h2>
      <PageContextProvider value={{ ...page, t, language, still: true }}>
        <div className={styles["frame"]} lang={language} data-preview={language}>
          <fieldset disabled className={styles["still"]}>
            <h2 className={styles["title"]}>{t(titleOf(shown.head.status))}</h2>
            <ProposalBody {...shown} answer="" answerError={undefined} />
          </fieldset>
        </div>
      </PageContextProvider>
    </section>
  );
}
