// Quicker lists: what leads to the same page (filters, chips, pages, the moves of a map) exchanges only its parts
// [data-part], keeps focus and open folds, writes the address into the history and says the new count aloud.
// Without this file the same links and forms load the page anew.
const said = document.querySelector("[data-said]");
let asking;

function keepFolds(page) {
  for (const fold of document.querySelectorAll("details[open][data-fold]")) {
    page.querySelector(`details[data-fold="${fold.dataset.fold}"]`)?.setAttribute("open", "");
  }
  const filters = document.querySelector(".st-fold[open]");
  if (filters) page.querySelector(".st-fold")?.setAttribute("open", "");
}

function exchange(page) {
  const focused = document.activeElement?.id;
  keepFolds(page);
  for (const part of document.querySelectorAll("[data-part]")) {
    const fresh = page.querySelector(`[data-part="${part.dataset.part}"]`);
    if (fresh) part.replaceWith(document.adoptNode(fresh));
  }
  document.title = page.title;
  const count = document.getElementById("count");
  const again = focused && document.getElementById(focused);
  if (document.activeElement === document.body) (again && !again.disabled ? again : count)?.focus({ preventScroll: true });
  if (said && count) said.textContent = count.textContent.trim();
}

async function show(address, remember = true) {
  asking?.abort();
  asking = new AbortController();
  const results = document.querySelector("[data-part=results]");
  results?.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { signal: asking.signal });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    exchange(new DOMParser().parseFromString(await answer.text(), "text/html"));
    if (remember) history.pushState({}, "", address);
  } catch (trouble) {
    if (trouble.name !== "AbortError") location.assign(address);
  }
}

function addressOf(form) {
  const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
  return new URL(`?${asked}`, new URL(form.action)).href;
}

const isHere = (address) => address.origin === location.origin && address.pathname === location.pathname;

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-live]");
  if (form && event.target.matches("[type=checkbox], select") && form.getAttribute("role") !== "search") show(addressOf(form));
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-live]") || !isHere(new URL(event.target.action))) return;
  event.preventDefault();
  show(addressOf(event.target));
});

document.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-part] a[href]");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const address = new URL(link.href?.baseVal ?? link.href, location.href);
  if (!isHere(address) || (address.hash && address.search === location.search)) return;
  event.preventDefault();
  await show(address.href);
  if (address.hash) document.querySelector(address.hash)?.scrollIntoView();
  if (link.closest("nav")?.matches("[data-top]")) document.getElementById("count")?.scrollIntoView();
});

document.addEventListener("keydown", (event) => {
  const map = event.target.closest?.("[data-map]");
  const key = event.key === "=" ? "+" : event.key;
  const move = map?.querySelector(`a[data-key="${CSS.escape(key)}"]`);
  if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  move.click();
});

addEventListener("popstate", () => show(location.href, false));
