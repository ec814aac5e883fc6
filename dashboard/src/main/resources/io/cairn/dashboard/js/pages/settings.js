// What a job's checkpoints obey, who changed it, and when.
import { html } from '/vendor/lit-html.js';
import { read } from '../api.js';
import { ask, person } from '../dialogs.js';
import { offered } from '../session.js';
import { badge, crumbs, table, when } from '../parts.js';

export const title = (data) => (data ? `Settings of ${data.job.name}` : 'Settings');

export const load = async ({ job }) => {
  const [view, settings] = await Promise.all([read(`jobs/${job}`), read(`jobs/${job}/settings?limit=50`)]);
  return { job: view, settings, stale: view.stale };
};

const change = (job, [name, value]) =>
  offered('operator', html`<button @click=${() => ask({ title: `Change ${name}`, text: 'It takes effect at once, and survives failovers and restarts.', button: 'Change it', fields: [{ name: 'value', label: name, type: 'number', value, required: true }, person.field()], method: 'PATCH', path: () => `jobs/${job.id}/settings`, body: (v) => ({ who: person.remember(v.who), settings: { [name]: v.value } }) })}>Change</button>`);

export const view = ({ job, settings }) => html`
  ${crumbs(html`<a href="#/">Overview</a> / <a href="#/jobs/${job.id}">${job.name}</a> / settings`)}
  <h1>Settings of ${job.name} ${badge(settings.checkpointing)}</h1>
  <section class="card">
    ${table('In force', [
      ['setting', ([name]) => name],
      ['value', ([, value]) => String(value), 'number'],
      ['submitted with', ([name]) => String(settings.submitted[name] ?? ''), 'number'],
      ['', (entry) => (typeof entry[1] === 'boolean' ? '' : change(job, entry))],
    ], Object.entries(settings.settings), 'None.')}
  </section>
  <section class="card">
    ${table('Changes, newest first', [
      ['when', (c) => when(c.at)],
      ['who', (c) => c.who],
      ['what', (c) => c.differences.map((d) => html`<div>${d.setting}: ${String(d.from)} → ${String(d.to)}</div>`)],
    ], settings.history, 'Nobody has changed anything.')}
  </section>`;
