// What stands on every page of the way in: why we ask, what we never ask for, and how to check who we are.
import { useT } from "#app/i18n/use-t.ts";
import { Notice } from "#app/ui/notice.tsx";

export function PrivacyNote() {
  const t = useT();
  return (
    <Notice>
      <p>{t("identity.privacyNote")}</p>
      <p>
        <a href="/genuine">{t("identity.genuineLink")}</a>
      </p>
    </Notice>
  );
}
