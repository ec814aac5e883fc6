// The question who somebody is, where the cluster wants to know.
import { html } from '/vendor/lit-html.js';
import { whoAmI } from './api.js';
import { forget, keep } from './session.js';

/** The form; calls back when the token is known, and draws again when it is not. */
export const form = (why, onDone, onFailure) => {
  const submit = async (event) => {
    event.preventDefault();
    const input = event.target.elements.token;
    keep(input.value.trim());
    input.value = '';
    try {
      await whoAmI();
      onDone();
    } catch (failure) {
      forget();
      onFailure(failure.message);
    }
  };
  return html`
    <section class="card login">
      <h1>Log in</h1>
      <p>This cluster asks who you are. A token is made by <code>cairn token create</code>; this page keeps it until the tab is closed.</p>
      <form @submit=${submit}>
        <label class="field"><span>Token</span><input name="token" type="password" autocomplete="off" required></label>
        ${why ? html`<p role="alert" class="badge bad">${why}</p>` : ''}
        <div class="actions"><button class="primary">Log in</button></div>
      </form>
    </section>`;
};
