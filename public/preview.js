// See docs/decisions/0004: asks for the page that the form's own button opens, and shows its preview here.
(() => {
  const find = (id, page = document) => page.getElementById(id);
  const form = find("own-terms");
  const style = document.querySelector("style");
  const rules = style.textContent;
  let timer;
  let asking;
  const show = async () => {
    asking?.abort();
    asking = new AbortController();
    const address = `?${new URLSearchParams(new FormData(form))}`;
    const answer = await fetch(address, asking);
    // Its rules are those of its parts. They join ours: its own nonce is none that counts here.
    const [before, css, after] = (await answer.text()).split(/<style.*?>|<\/style>/s);
    const page = new DOMParser().parseFromString(before + after, "text/html");
    style.textContent = rules + css;
    for (const id of ["preview-line", "preview"]) find(id).replaceChildren(...find(id, page).childNodes);
    const [fault] = page.querySelectorAll("#errors li");
    if (fault) find("preview-line").textContent = fault.textContent;
    find("preview-line").dataset.live = "";
    history.replaceState(null, "", address);
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    // Away for a moment: the button still works.
    timer = setTimeout(() => show().catch(() => {}), 500);
  });
})();
