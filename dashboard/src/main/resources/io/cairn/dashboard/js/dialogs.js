// Questions before something is changed, and the answers of the coordinator after it.
import { html, render } from '/vendor/lit-html.js';
import { command } from './api.js';
import { known } from './session.js';

let holder = null;

const close = () => {
  const dialog = holder?.querySelector('dialog');
  if (dialog) dialog.close();
  if (holder) render(html``, holder);
};

const fieldValues = (form, fields) =>
  Object.fromEntries(
    fields.map((field) => {
      const input = form.elements[field.name];
      return [field.name, field.type === 'number' ? Number(input.value) : input.type === 'checkbox' ? input.checked : input.value];
    }),
  );

const fieldView = (field) => html`
  <label class="field">
    <span>${field.label}</span>
    ${field.options
      ? html`<select name=${field.name}>${field.options.map((o) => html`<option ?selected=${o === field.value}>${o}</option>`)}</select>`
      : html`<input name=${field.name} type=${field.type ?? 'text'} .value=${String(field.value ?? '')} ?required=${field.required}>`}
  </label>`;

/**
 * Asks, and sends the command when the person agrees.
 *
 * @param question {title, text, button, danger, fields, method, path, body(values), done(answer)}
 */
export const ask = (question) => {
  if (!holder) {
    holder = document.createElement('div');
    document.body.append(holder);
  }
  const fields = (question.fields ?? []).filter((field) => field !== null);
  const draw = (failure, busy) => {
    render(
      html`<dialog aria-labelledby="ask-title" @close=${() => render(html``, holder)}>
        <form @submit=${submit}>
          <h2 id="ask-title">${question.title}</h2>
          <p>${question.text}</p>
          ${fields.map(fieldView)}
          ${failure ? html`<p role="alert" class="badge bad">${failure}</p>` : ''}
          <div class="actions">
            <button class=${question.danger ? 'danger' : 'primary'} ?disabled=${busy}>${question.button}</button>
            <button type="button" @click=${close}>Cancel</button>
          </div>
        </form>
      </dialog>`,
      holder,
    );
    const dialog = holder.querySelector('dialog');
    if (!dialog.open) dialog.showModal();
  };
  const submit = async (event) => {
    event.preventDefault();
    const values = fieldValues(event.target, fields);
    draw('', true);
    try {
      const answer = await command(question.method ?? 'POST', question.path(values), question.body ? question.body(values) : {});
      close();
      if (question.done) question.done(answer);
      document.dispatchEvent(new Event('cairn-changed'));
    } catch (failure) {
      draw(failure.message, false);
    }
  };
  draw('', false);
};

/** How a person is called in the history: by the proved name, else by one that this browser keeps. */
export const person = {
  field: () => (known().authenticated ? null : { name: 'who', label: 'Your name, for the history', value: localStorage.getItem('cairn-who') ?? '', required: true }),
  remember: (who) => {
    if (who !== undefined) localStorage.setItem('cairn-who', who);
    return who;
  },
};
