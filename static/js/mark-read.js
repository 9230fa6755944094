// Presses "Mark as read" for whoever has opened an enquiry. Without this script the button does it.
const form = document.querySelector('[data-mark-read]');

if (form) {
  fetch(form.action, { method: 'POST', body: new FormData(form), redirect: 'manual' })
    .then(() => form.remove())
    .catch(() => {}); // the button stays
}
