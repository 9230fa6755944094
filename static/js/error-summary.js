// Puts the reader on the summary of a form's troubles when the page opens.
// Without this the summary stands first on the page and is announced as an alert.
const summary = document.querySelector("[data-error-summary]");
if (summary) {
  summary.focus();
  for (const link of summary.querySelectorAll('a[href^="#"]')) {
    link.addEventListener("click", (event) => {
      const box = document.getElementById(link.hash.slice(1));
      if (!box) return;
      event.preventDefault();
      const label = document.querySelector(`label[for="${CSS.escape(box.id)}"]`);
      (box.closest("fieldset") || label || box).scrollIntoView();
      box.focus({ preventScroll: true });
    });
  }
}
