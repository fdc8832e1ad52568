import { usePage } from "#app/i18n/use-t.ts";
import { DeskPage } from "#app/ui/desk-page.tsx";

export default function Stub() {
  const { t } = usePage();
  return <DeskPage title={t("desk.stub")}>{null}</DeskPage>;
}
