// Keys for the pages of staff (app/ui/desk-keys.tsx). A key only moves the focus, or presses what stands on the page.
(() => {
  const help = document.getElementById("desk-keys");
  const off = document.getElementById("desk-keys-off");
  const kept = "anhuan.desk-keys";
  // Where a browser keeps nothing, the choice holds for this page.
  try {
    off.checked = localStorage[kept] === "off";
  } catch {}
  off.addEventListener("change", () => {
    try {
      localStorage[kept] = off.checked ? "off" : "on";
    } catch {}
  });
  const here = () => document.activeElement.closest("tr, [data-rows] > *");
  const move = (by) => {
    const links = [...document.querySelectorAll("a[data-row]")];
    const at = links.indexOf(here()?.querySelector("a[data-row]"));
    const to = links[at < 0 ? (by > 0 ? 0 : links.length - 1) : at + by];
    to?.focus();
    (to?.closest("tr") ?? to)?.scrollIntoView({ block: "nearest" });
  };
  const press = (key) => {
    const wanted = `[data-key="${CSS.escape(key)}"]`;
    const row = here();
    const alone = [...document.querySelectorAll(wanted)].find((element) => !element.closest("tr"));
    (row?.querySelector(wanted) ?? alone)?.click();
  };
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (off.checked || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || key.length > 1) return;
    // Somebody is writing.
    if (target.closest("input:not([type=checkbox], [type=radio]), select, textarea, dialog")) return;
    if (key === "j") move(1);
    else if (key === "k") move(-1);
    else if (key === "?") {
      help.open = !help.open;
      help.firstElementChild.focus();
    } else if (key !== " ") press(key);
  });
})();
