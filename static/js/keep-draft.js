// Saves a form by itself, a moment after somebody stops typing, and says so. Says, too, when it could not.
// Attach to a form: <form data-keep-draft="/projects/new/keep/">. Without this the button "Save draft" does it.
// The event "kept" tells keep-here.js that the site has the text now, and still-needed.js what is missing.

const WAIT_MS = 1500;
const AGAIN_MS = 15000;
const WAIT_AT_MOST_MS = 10000;
const form = document.querySelector("[data-keep-draft]");
const note = form?.querySelector("[data-kept]");
const trouble = form?.querySelector("[data-trouble]");
let timer, busy, changed, stopped, pressed;

const later = (wait = WAIT_MS) => { clearTimeout(timer); timer = setTimeout(keep, wait); };

function say(words) {
  note.textContent = words;
  note.hidden = !words;
}

function warn(words, ...more) {
  trouble.hidden = !words;
  if (trouble.dataset.words === words) return; // announced once
  trouble.dataset.words = words;
  trouble.replaceChildren(words, ...more);
}

function link(words, address) {
  return Object.assign(document.createElement("a"), { href: address, textContent: words });
}

function show(said) {
  form.elements.version.value = said.version;
  form.dataset.keepDraft = said.keep;
  if (form.getAttribute("action") !== said.page) {
    form.setAttribute("action", said.page);
    history.replaceState(null, "", said.page);
  }
  say(`Saved at ${said.saved_at}${said.is_whole ? "" : ". Press “Save draft” for the partner and what we did not understand"}.`);
  warn("");
  form.dispatchEvent(new CustomEvent("kept", { detail: { ...said, is_whole: said.is_whole && !changed } }));
}

async function freshToken() {
  const page = await fetch(form.action, { redirect: "manual" });
  const token = page.ok && new DOMParser().parseFromString(await page.text(), "text/html").querySelector("[data-keep-draft] [name=csrfmiddlewaretoken]");
  if (token) form.elements.csrfmiddlewaretoken.value = token.value;
  return Boolean(token);
}

function send() {
  return fetch(form.dataset.keepDraft, { method: "POST", body: new FormData(form), redirect: "manual", signal: AbortSignal.timeout(WAIT_AT_MOST_MS) });
}

async function keep() {
  if (busy || stopped || !changed) return;
  busy = true;
  changed = false;
  let wait = WAIT_MS;
  try {
    let answer = await send();
    if (answer.status === 403 && (await freshToken())) answer = await send();
    const said = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
    if (answer.ok) show(said);
    else if (answer.status === 422) say(said.sentence);
    else if (answer.type === "opaqueredirect") wait = signedOut();
    else refused(said);
  } catch {
    changed = true;
    wait = AGAIN_MS;
    warn("No connection. Your text is kept on this device, and we save it as soon as we can.");
  }
  busy = false;
  if (pressed) form.requestSubmit(pressed);
  if (changed && !stopped) later(wait);
}

function signedOut() {
  const door = Object.assign(link("Sign in (opens a new tab)", "/accounts/login/"), { target: "_blank" });
  warn("You have been signed out. Your text is kept on this device. ", door, ", then come back here: we save it then.");
  changed = true;
  return AGAIN_MS;
}

function refused(said) {
  stopped = true;
  const both = said?.is_conflict ? " Press “Save draft” to see both texts side by side." : "";
  warn((said?.sentence || "We could not save that. Your text is kept on this device. Press “Save draft”.") + both);
}

if (form) {
  for (const what of ["input", "change"]) form.addEventListener(what, () => { changed = true; later(); });
  form.addEventListener("submit", (event) => {
    stopped = true;
    if (!busy) return;
    event.preventDefault(); // this press waits for the version that is just being saved
    pressed = event.submitter;
  });
  window.addEventListener("online", () => later(0));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) later(0); });
}
