// Keeps two lists of a form true while it saves by itself: what is still needed, and what the school has already.
// Attach to the form: <form data-keep-draft>. Without this the lists are as true as the last time the page came.

const form = document.querySelector("[data-keep-draft]");

function listed(list, rows) {
  list.replaceChildren(...rows.map(([words, address]) => {
    const line = document.createElement("li");
    const holder = address ? document.createElement("a") : line;
    if (address) holder.href = address;
    holder.textContent = words;
    if (address) line.append(holder);
    return line;
  }));
}

form?.addEventListener("kept", ({ detail: { needed, similar } }) => {
  for (const list of document.querySelectorAll("[data-needed]")) {
    listed(list, needed.map(([target, sentence]) => [sentence, target && `#${target}`]));
    list.hidden = !needed.length;
  }
  for (const line of document.querySelectorAll("[data-needed-none]")) line.hidden = needed.length > 0;
  const notice = document.querySelector("[data-similar]");
  listed(notice.querySelector("ul"), similar);
  notice.hidden = !similar.length;
});
