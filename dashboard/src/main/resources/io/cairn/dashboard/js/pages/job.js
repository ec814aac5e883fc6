// One job: its checkpoints over time, what it is doing, and what can be done about it.
import { html } from '/vendor/lit-html.js';
import { read } from '../api.js';
import { ask, person } from '../dialogs.js';
import { offered } from '../session.js';
import * as charts from '../charts.js';
import { badge, checkpointColumns, crumbs, facts, inProgress, table } from '../parts.js';
import { count, duration } from '../format.js';

const SHOWN = 50;
const ENDED = ['FINISHED', 'FAILED', 'CANCELLED'];

export const title = (data) => data?.job.name ?? 'Job';

export const load = async ({ job }) => {
  const [view, list] = await Promise.all([read(`jobs/${job}`), read(`jobs/${job}/checkpoints?limit=${SHOWN}`)]);
  return { job: view, list, stale: view.stale };
};

const actions = (job) => {
  const path = `jobs/${job.id}`;
  const off = ENDED.includes(job.state);
  const paused = job.checkpointing === 'PAUSED';
  return offered('operator', html`<div class="actions">
    <button ?disabled=${off} @click=${() => ask({ title: 'Take a checkpoint', text: `Of ${job.name}, now.`, button: 'Take it', fields: [{ name: 'mode', label: 'What to upload', options: ['incremental', 'full'], value: 'incremental' }], path: () => `${path}/checkpoints`, body: (v) => ({ mode: v.mode }) })}>Take a checkpoint</button>
    <button ?disabled=${off} @click=${() => ask({ title: paused ? 'Resume' : 'Pause', text: paused ? `Periodic checkpoints of ${job.name} begin again.` : `No periodic checkpoint of ${job.name} begins until someone resumes them. Those in progress go on.`, button: paused ? 'Resume' : 'Pause', fields: [person.field()], path: () => `${path}/checkpointing/${paused ? 'resume' : 'pause'}`, body: (v) => ({ who: person.remember(v.who) }) })}>${paused ? 'Resume' : 'Pause'} checkpoints</button>
    <button class="danger" ?disabled=${off} @click=${() => ask({ title: `Stop ${job.name}`, text: 'drain: the sources end, a final checkpoint is taken and all output is committed. cancel: at once, without a checkpoint.', button: 'Stop it', danger: true, fields: [{ name: 'mode', label: 'How', options: ['drain', 'cancel'], value: 'drain' }], path: () => `${path}/stop`, body: (v) => ({ mode: v.mode }) })}>Stop</button>
  </div>`);
};

export const view = ({ job, list }) => {
  const oldestFirst = [...list.checkpoints].filter((c) => !inProgress(c)).reverse();
  return html`
    ${crumbs(html`<a href="#/">Overview</a> / ${job.name}`)}
    <h1>${job.name} ${badge(job.state)} <span class="spacer"></span> ${actions(job)}</h1>
    <section class="card">
      ${facts([
        ['id', `job-${job.id}`],
        ['attempt', job.attempt],
        ['tasks running', `${job.runningTasks} of ${job.tasks}`],
        ['restarts', job.restarts],
        ['completed', count(job.counts.completed)],
        ['aborted', count(job.counts.aborted)],
        ['checkpointing', badge(job.checkpointing)],
        ['median duration', duration(medianOf(oldestFirst))],
      ])}
      ${job.waitsFor ? html`<p><strong>Waits:</strong> ${job.waitsFor}</p>` : ''}
      ${job.reason ? html`<p><strong>Last failure:</strong> ${job.reason}</p>` : ''}
      <p><a href="#/jobs/${job.id}/settings">Settings</a> · <a href="#/jobs/${job.id}/savepoints">Savepoints</a></p>
    </section>
    <div class="columns">
      <section class="card"><h2>Duration</h2>${charts.durations(`durations-${job.id}`, oldestFirst)}</section>
      ${tellsParts(oldestFirst) ? html`<section class="card"><h2>Slowest task's parts</h2>${charts.parts(`parts-${job.id}`, oldestFirst)}</section>` : ''}
      <section class="card"><h2>Size</h2>${charts.sizes(`sizes-${job.id}`, oldestFirst)}</section>
    </div>
    <section class="card">${table(`Checkpoints, the last ${SHOWN}`, checkpointColumns(job.id), list.checkpoints, 'None yet.')}</section>
    <section class="card">
      ${table('Tasks', [
        ['task', (t) => `${t.operator}/${t.instance}`],
        ['agent', (t) => t.agent],
        ['phase', (t) => badge(t.phase)],
      ], (job.placement ?? []).slice(0, 200), 'Not placed yet.')}
      ${(job.placement ?? []).length > 200 ? html`<p class="quiet">and ${count(job.placement.length - 200)} more; "cairn job show" lists all.</p>` : ''}
    </section>`;
};

/** A coordinator that is not upgraded yet does not tell them. */
const tellsParts = (checkpoints) => checkpoints.some((c) => c.maxAlignMillis !== undefined);

const medianOf = (checkpoints) => {
  const values = checkpoints.filter((c) => !c.reason).map((c) => c.durationMillis).sort((a, b) => a - b);
  return values.length ? values[Math.floor(values.length / 2)] : null;
};
