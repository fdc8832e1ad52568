// The head of the staff's pages. Its links are the permission table's: nobody is shown a door that is not theirs.
import { usePage } from "#app/i18n/use-t.ts";
import { may, type StaffAction } from "#app/kernel/permissions.ts";
import styles from "./desk-head.module.css";
import { LanguageLinks } from "./language-links.tsx";
import { Mark } from "./mark.tsx";

const ways = [
  ["/desk", "queue", "desk.read"],
  ["/desk/disputes", "requests", "desk.read"],
  ["/desk/supervision", "supervision", "supervision.read"],
  ["/ops/staff", "staff", "staff.read"],
  ["/ops/audit", "audit", "audit.read"],
] as const satisfies readonly (readonly [string, string, StaffAction])[];

/** The way that this page lies on: the longest that its address begins with. */
function currentWay(path: string): string | undefined {
  const [pathname = ""] = path.split("?");
  const on = ways.map(([to]) => to).filter((to) => pathname === to || pathname.startsWith(`${to}/`));
  const cases = pathname.startsWith("/desk/cases/") || pathname.startsWith("/desk/borrowers/");
  return cases ? "/desk" : on.toSorted((a, b) => b.length - a.length)[0];
}

export function DeskHead() {
  const { t, path, name, staff, idleUntil, demo } = usePage();
  const current = currentWay(path);
  return (
    <header className={styles["head"]}>
      <a className={styles["name"]} href={staff ? "/staff" : "/"}>
        <Mark />
        {name}
        {demo && <small>{t("desk.head.demo")}</small>}
      </a>
      {demo && !staff && <a href="/dev/staff">{t("desk.head.demoStaff")}</a>}
      {staff && (
        <nav className={styles["ways"]} aria-label={t("desk.head.ways")}>
          {ways
            .filter(([, , action]) => may(staff.role, action))
            .map(([to, key]) => (
              <a key={to} href={to} aria-current={current === to ? "page" : undefined}>
                {t(`desk.head.${key}`)}
              </a>
            ))}
        </nav>
      )}
      <div className={styles["self"]}>
        <LanguageLinks />
        {staff && (
          <>
            <a href="/staff">
              {staff.name} · {t(`desk.role.${staff.role}`)}
            </a>
            <form method="post" action="/staff/sign-out">
              <button title={idleUntil && t("shared.idle", { time: idleUntil })}>{t("shared.signOut")}</button>
            </form>
          </>
        )}
      </div>
    </header>
  );
}
