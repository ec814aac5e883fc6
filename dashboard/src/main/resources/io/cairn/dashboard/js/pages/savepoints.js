// A job's savepoints: kept until a person deletes them.
import { html } from '/vendor/lit-html.js';
import { read } from '../api.js';
import { ask, person } from '../dialogs.js';
import { offered } from '../session.js';
import { badge, crumbs, table, when } from '../parts.js';
import { bytes, duration } from '../format.js';

export const title = (data) => (data ? `Savepoints of ${data.job.name}` : 'Savepoints');

export const load = async ({ job }) => {
  const [view, list] = await Promise.all([read(`jobs/${job}`), read(`jobs/${job}/savepoints`)]);
  return { job: view, savepoints: list.savepoints, stale: view.stale };
};

export const live = ({ savepoints }) => savepoints.some((s) => ['REQUESTING', 'EXECUTING', 'COMMITTING'].includes(s.state));

const named = (values) => (values.name === '' ? {} : { name: values.name });

const create = (job) =>
  offered('operator', html`<button class="primary" ?disabled=${job.state !== 'RUNNING'} @click=${() => ask({ title: 'Take a savepoint', text: `All state of ${job.name}, in files of its own. The job goes on.`, button: 'Take it', fields: [{ name: 'name', label: 'Name, or nothing for one made from its number' }, person.field()], path: () => `jobs/${job.id}/savepoints`, body: (v) => ({ who: person.remember(v.who), ...named(v) }) })}>Take a savepoint</button>`);

const stop = (job) =>
  offered('operator', html`<button class="danger" ?disabled=${job.state !== 'RUNNING'} @click=${() => ask({ title: `Stop ${job.name} with a savepoint`, text: 'The sources stop where they are, output is committed, and the job can go on from the savepoint later.', button: 'Stop it', danger: true, fields: [{ name: 'name', label: 'Name, or nothing' }, person.field()], path: () => `jobs/${job.id}/stop`, body: (v) => ({ mode: 'savepoint', who: person.remember(v.who), ...(v.name === '' ? {} : { savepoint: v.name }) }) })}>Stop with a savepoint</button>`);

const remove = (job, savepoint) =>
  offered('operator', html`<button class="danger" @click=${() => ask({ title: `Delete ${savepoint.name}`, text: 'Its files go soon after. This cannot be undone.', button: 'Delete it', danger: true, fields: [person.field()], path: () => `jobs/${job.id}/savepoints/${savepoint.name}/delete`, body: (v) => ({ who: person.remember(v.who) }) })}>Delete</button>`);

export const view = ({ job, savepoints }) => html`
  ${crumbs(html`<a href="#/">Overview</a> / <a href="#/jobs/${job.id}">${job.name}</a> / savepoints`)}
  <h1>Savepoints of ${job.name} <span class="spacer"></span> <span class="actions">${create(job)} ${stop(job)}</span></h1>
  <section class="card">
    ${table('Kept, newest first', [
      ['name', (s) => s.name],
      ['state', (s) => badge(s.state)],
      ['checkpoint', (s) => html`<a href="#/jobs/${job.id}/checkpoints/${s.checkpointId}">#${s.checkpointId}</a>`, 'number'],
      ['requested', (s) => when(s.requestedAt)],
      ['by', (s) => s.who],
      ['duration', (s) => duration(s.durationMillis), 'number'],
      ['size', (s) => bytes(s.stateBytes), 'number'],
      ['path', (s) => html`<span class="mono">${s.path}</span>`, 'reason'],
      ['', (s) => remove(job, s)],
    ], savepoints, 'None. One can be taken while the job runs.')}
  </section>`;
