// Suggests schools of the register while somebody types their name.
// Attach to a text input: <input data-school-picker data-url="/schools/suggest/" data-target="id_partner">.
// Choosing a school writes its id into the (hidden) input data-target; typing on empties it again.
// Without this the form sends the typed text and the next page offers radio buttons.

const WAIT_MS = 200;
const LEAST_LETTERS = 2;
const MOST_SHOWN = 10;

function asker(url) {
  let timer;
  let latest = 0;
  return (query, populate) => {
    clearTimeout(timer);
    const mine = ++latest;
    timer = setTimeout(async () => {
      try {
        const answer = await fetch(`${url}?q=${encodeURIComponent(query)}`, { headers: { Accept: "application/json" } });
        const schools = answer.ok ? await answer.json() : [];
        if (mine === latest) populate(schools.slice(0, MOST_SHOWN));
      } catch {
        if (mine === latest) populate([]);
      }
    }, WAIT_MS);
  };
}

function words(school) {
  if (!school) return "";
  if (typeof school === "string") return school;
  return school.label || [school.name, school.place].filter(Boolean).join(", ");
}

function escaped(text) {
  const holder = document.createElement("span");
  holder.textContent = text;
  return holder.innerHTML;
}

function enhance(input) {
  const target = document.getElementById(input.dataset.target);
  if (!target || !window.accessibleAutocomplete) return;
  const holder = document.createElement("div");
  holder.className = "st-picker";
  const { id, name, value, placeholder } = input;
  const described = input.getAttribute("aria-describedby");
  const invalid = input.classList.contains("is-invalid");
  input.replaceWith(holder);

  window.accessibleAutocomplete({
    element: holder,
    id,
    name,
    placeholder,
    defaultValue: value,
    minLength: LEAST_LETTERS,
    confirmOnBlur: false,
    showNoOptionsFound: true,
    inputClasses: `form-control${invalid ? " is-invalid" : ""}`,
    source: asker(input.dataset.url),
    templates: { inputValue: words, suggestion: (school) => escaped(words(school)) },
    tNoResults: () => "No school found. Try its town or postcode.",
    onConfirm: (school) => {
      if (!school || !school.id) return;
      target.value = school.id;
      target.dispatchEvent(new Event("change", { bubbles: true }));
    },
  });

  const box = document.getElementById(id);
  if (described) box.setAttribute("aria-describedby", `${described} ${box.getAttribute("aria-describedby") || ""}`.trim());
  if (invalid) box.setAttribute("aria-invalid", "true");
  box.addEventListener("input", () => { target.value = ""; });
}

document.querySelectorAll("[data-school-picker]").forEach(enhance);
