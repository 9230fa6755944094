// Shows the button [data-print] and lets it open the browser's print window. Without this file Ctrl and P do the same.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
