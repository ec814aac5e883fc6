// What the blob store holds that nothing refers to, and what retention costs.
import { html } from '/vendor/lit-html.js';
import { read } from '../api.js';
import { ask } from '../dialogs.js';
import { offered } from '../session.js';
import { badge, facts, table } from '../parts.js';
import { bytes, count } from '../format.js';

export const title = () => 'Storage';

export const load = async () => {
  const plan = await read('gc/plan');
  return { plan, stale: plan.stale };
};

export const view = ({ plan }) => html`
  <h1>Storage <span class="spacer"></span>
    ${offered('admin', html`<button class="danger" ?disabled=${plan.count === 0} @click=${() => ask({ title: 'Delete the orphans', text: 'A new plan is made and followed. Only what belongs to an ended checkpoint and is unreferenced is deleted.', button: 'Delete them', danger: true, path: () => 'gc/run' })}>Delete the orphans</button>`)}
  </h1>
  <section class="card">${facts([['orphans', count(plan.count)], ['their size', bytes(plan.bytes)], ['left for a person', count(plan.keep.length)]])}</section>
  <section class="card">
    ${table('Space of retained checkpoints', [
      ['job', (s) => html`<a href="#/jobs/${s.jobId}">job-${s.jobId}</a>`],
      ['segments held', (s) => bytes(s.liveBytes), 'number'],
      ['newest full size', (s) => bytes(s.stateBytes), 'number'],
      ['amplification', (s) => (s.amplification ? s.amplification.toFixed(2) : ''), 'number'],
    ], plan.space, 'No job has completed a checkpoint.')}
  </section>
  <section class="card">
    ${table('To be deleted', [
      ['path', (f) => html`<span class="mono">${f.path}</span>`],
      ['why', (f) => badge(f.why)],
      ['size', (f) => bytes(f.bytes), 'number'],
      ['', (f) => f.detail, 'reason'],
    ], plan.delete, 'Nothing: no orphan was found.')}
  </section>
  <section class="card">
    ${table('Kept, because the log does not explain it', [
      ['path', (f) => html`<span class="mono">${f.path}</span>`],
      ['size', (f) => bytes(f.bytes), 'number'],
      ['reason', (f) => f.reason, 'reason'],
    ], plan.keep, 'Nothing.')}
  </section>`;
