// Keeps what somebody types on this device until the site has it: a lost connection or an ended session loses nothing.
// Attach to a form: <form data-keep-here="person's number">. What was not saved is offered when the form opens again.
// The event "kept" on the form says whether the site has everything now (keep-draft.js).

const WAIT_MS = 300;
const DAYS = 7;
const NOT_OURS = ["csrfmiddlewaretoken", "token", "version", "writer", "looked", "draft", "send", "hand_over"];
const form = document.querySelector("[data-keep-here]");
let timer;

const key = () => `kept ${form.dataset.keepHere} ${form.getAttribute("action")}`;

function typed() {
  return [...new FormData(form)].filter(([name, value]) => !NOT_OURS.includes(name) && typeof value === "string" && value);
}

function stored() {
  try {
    const kept = JSON.parse(localStorage.getItem(key()));
    return kept && Date.now() - kept.at < DAYS * 86_400_000 ? kept : null;
  } catch {
    return null;
  }
}

function hold(more = {}) {
  clearTimeout(timer);
  try {
    const version = form.elements.version?.value || "0";
    localStorage.setItem(key(), JSON.stringify({ at: Date.now(), version, typed: typed(), ...more }));
  } catch { /* a full or forbidden store: the page still saves by itself */ }
}

function forget() {
  localStorage.removeItem(key());
}

function putBack(kept) {
  const values = (name) => kept.filter(([other]) => other === name).map(([, value]) => value);
  for (const box of form.elements) {
    if (!box.name || NOT_OURS.includes(box.name)) continue;
    if (box.type === "checkbox" || box.type === "radio") box.checked = values(box.name).includes(box.value);
    else if (box.type !== "submit") box.value = values(box.name)[0] ?? "";
    if (values(box.name).length) box.closest("details")?.setAttribute("open", "");
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function offer(kept) {
  const box = document.createElement("div");
  box.className = "st-notice mb-4";
  box.setAttribute("role", "status");
  const words = document.createElement("p");
  words.textContent = `On this device is a text from ${new Date(kept.at).toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" })} that may not have been saved.`;
  const row = document.createElement("div");
  row.className = "st-row";
  for (const [label, act] of [["Put it into the form", () => putBack(kept.typed)], ["Forget it", forget]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-outline-primary";
    button.textContent = label;
    button.addEventListener("click", () => { act(); box.remove(); form.querySelector("input:not([type=hidden])").focus(); });
    row.append(button);
  }
  box.append(words, row);
  form.before(box);
}

if (form) {
  const kept = stored();
  const wasSaved = kept?.submitted && Number(form.elements.version?.value || 0) > Number(kept.version);
  if (kept && !wasSaved && JSON.stringify(kept.typed) !== JSON.stringify(typed())) offer(kept);
  else if (kept) forget();
  let before = key();
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(hold, WAIT_MS); });
  form.addEventListener("submit", () => hold({ submitted: true }));
  form.addEventListener("kept", (event) => {
    clearTimeout(timer);
    if (before !== key()) localStorage.removeItem(before); // the new draft has an address of its own now
    before = key();
    if (event.detail.is_whole) forget();
    else hold();
  });
}
