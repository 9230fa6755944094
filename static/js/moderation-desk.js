// The moderators' desk: single keys choose a decision, a ready reply fills the note at once. All of it works without.
const form = document.querySelector('[data-moderation-desk]');
const STORED = 'moderation-keys';
const DECISIONS = { a: ['approve', 'restore'], r: ['read'], c: ['changes'], u: ['unpublish'], p: ['pictures'] };

if (form) {
  const reply = form.querySelector('[data-reply]');
  const note = form.querySelector('textarea[name=note]');
  const keysOn = form.querySelector('[data-keys-on]');

  const fill = () => {
    const { words } = reply.selectedOptions[0].dataset;
    if (words) {
      note.value = words;
      note.focus();
    }
  };
  reply.addEventListener('change', fill);
  form.querySelector('[data-fill]').hidden = true;

  keysOn.checked = localStorage.getItem(STORED) !== 'off';
  keysOn.addEventListener('change', () => localStorage.setItem(STORED, keysOn.checked ? 'on' : 'off'));

  const choose = (names) => {
    const radio = names.map((name) => form.querySelector(`input[name=decision][value=${name}]`)).find(Boolean);
    if (!radio) return;
    radio.checked = true;
    (['changes', 'unpublish'].includes(radio.value) ? note : radio).focus();
  };

  // Enter in a radio presses the first button of a form: that is the one for the reply, unless it says so here.
  form.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !event.target.matches('input[type=radio], input[type=text]')) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector('[name=decide]'));
  });

  const isTyping = (element) => element.matches('textarea, select, input:not([type=radio]):not([type=checkbox])');

  document.addEventListener('keydown', (event) => {
    if (!keysOn.checked || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
    const key = event.key.toLowerCase();
    if (key in DECISIONS) choose(DECISIONS[key]);
    else if (key === 'n' && form.dataset.next) window.location.assign(form.dataset.next);
    else if (/^[1-9]$/.test(key) && reply.options[key]) {
      reply.selectedIndex = Number(key);
      fill();
    } else return;
    event.preventDefault();
  });
}
