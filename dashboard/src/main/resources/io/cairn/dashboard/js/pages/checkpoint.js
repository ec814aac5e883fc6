// One checkpoint in depth: task by task, the one it waits for first.
import { html } from '/vendor/lit-html.js';
import { read } from '../api.js';
import { ask, person } from '../dialogs.js';
import { offered } from '../session.js';
import * as charts from '../charts.js';
import { waitingFor } from '../alarms.js';
import { acks, badge, crumbs, facts, inProgress, table, when } from '../parts.js';
import { bytes, count, dateTime, duration } from '../format.js';

const CHARTED = 25;
const LISTED = 200;

export const title = (data) => (data ? `${data.job.name} #${data.checkpoint.id}` : 'Checkpoint');

export const load = async ({ job, checkpoint }) => {
  const [view, detail] = await Promise.all([read(`jobs/${job}`), read(`jobs/${job}/checkpoints/${checkpoint}`)]);
  return { job: view, checkpoint: detail, stale: view.stale };
};

/** A checkpoint that goes on is asked for again and again. */
export const live = (data) => inProgress(data.checkpoint);

const total = (row) => row.alignMillis + row.localMillis + row.uploadMillis;

const slowestFirst = (checkpoint) => {
  const waiting = waitingFor(checkpoint);
  const done = checkpoint.tasks.filter((row) => row.phase === 'ACKED').sort((a, b) => total(b) - total(a));
  return [...waiting, ...done];
};

const cause = (checkpoint) => {
  if (!checkpoint.cause) return '';
  const { reason, detail, operator, instance, who } = checkpoint.cause;
  return html`<p><strong>${reason}</strong>${operator ? html` at task <strong>${operator}/${instance}</strong>` : ''}${who ? html` by <strong>${who}</strong>` : ''}${detail ? html`: ${detail}` : ''}</p>`;
};

const phase = (task) => (task.aligning ? 'ALIGNING' : task.phase);

const awaits = ({ aligning }) => (aligning ? html`, which awaits the barrier of <strong>${aligning.awaited}</strong>: ${aligning.blockedChannels} of ${aligning.inputChannels} channels are blocked` : '');

const abort = (job, checkpoint) =>
  offered('operator', html`<button class="danger" ?disabled=${!inProgress(checkpoint)} @click=${() => ask({ title: `Abort checkpoint ${checkpoint.id}`, text: `${job.name} goes on; what its tasks have uploaded for this checkpoint is deleted.`, button: 'Abort it', danger: true, fields: [person.field(), { name: 'reason', label: 'Why', value: '' }], path: () => `jobs/${job.id}/checkpoints/${checkpoint.id}/abort`, body: (v) => ({ who: person.remember(v.who), reason: v.reason }) })}>Abort</button>`);

export const view = ({ job, checkpoint }) => {
  const rows = slowestFirst(checkpoint);
  const waiting = waitingFor(checkpoint);
  return html`
    ${crumbs(html`<a href="#/">Overview</a> / <a href="#/jobs/${job.id}">${job.name}</a> / checkpoint ${checkpoint.id}`)}
    <h1>Checkpoint ${checkpoint.id} ${badge(checkpoint.state)} <span class="spacer"></span> ${abort(job, checkpoint)}</h1>
    <section class="card" aria-live="polite">
      ${facts([
        ['acks', acks(checkpoint)],
        ['requested', html`${when(checkpoint.requestedAt)}<br><span class="quiet mono">${dateTime(checkpoint.requestedAt)}</span>`],
        ['duration', duration(checkpoint.durationMillis)],
        ['uploaded', bytes(checkpoint.uploadedBytes)],
        ['state', bytes(checkpoint.stateBytes)],
        ['kind', checkpoint.kind.toLowerCase()],
        ['attempt', checkpoint.attempt],
        ['base', checkpoint.base ? html`<a href="#/jobs/${job.id}/checkpoints/${checkpoint.base}">#${checkpoint.base}</a>` : 'none: full'],
      ])}
      ${cause(checkpoint)}
      ${inProgress(checkpoint) && waiting.length > 0
        ? html`<p>Waits for ${count(waiting.length)} tasks, first <strong>${waiting[0].operator}/${waiting[0].instance}</strong> on <strong>${waiting[0].agent || 'no agent'}</strong> (${phase(waiting[0])})${awaits(waiting[0])}.</p>`
        : ''}
    </section>
    <section class="card"><h2>Slowest tasks</h2>${charts.tasks('checkpoint-tasks', rows.slice(0, CHARTED))}</section>
    <section class="card">
      ${table(`Tasks, ${rows.length > LISTED ? `the slowest ${LISTED} of ${count(rows.length)}` : 'slowest first'}`, [
        ['task', (t) => `${t.operator}/${t.instance}`],
        ['agent', (t) => t.agent],
        ['phase', (t) => html`${badge(phase(t))}${t.aligning ? html` <span class="quiet">${t.aligning.blockedChannels}/${t.aligning.inputChannels} channels blocked, awaits ${t.aligning.awaited}</span>` : ''}`],
        ['alignment', (t) => duration(t.alignMillis), 'number'],
        ['local', (t) => duration(t.localMillis), 'number'],
        ['upload', (t) => duration(t.uploadMillis), 'number'],
        ['uploaded', (t) => bytes(t.uploadedBytes), 'number'],
        ['state', (t) => bytes(t.stateBytes), 'number'],
      ], rows.slice(0, LISTED), 'The rows of this checkpoint were dropped with age.')}
    </section>`;
};
