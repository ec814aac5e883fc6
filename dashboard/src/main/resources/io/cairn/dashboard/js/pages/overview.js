// Who leads, is the quorum healthy, what is stuck, where, since when and why.
import { html } from '/vendor/lit-html.js';
import { read, readIfServed } from '../api.js';
import { alarmsOf } from '../alarms.js';
import { badge, facts, jobLink, table } from '../parts.js';
import { count } from '../format.js';

export const title = () => 'Overview';

export const load = async () => {
  const [cluster, jobs, health] = await Promise.all([read('cluster'), read('jobs'), readIfServed('health').catch((failure) => ({ status: failure.message }))]);
  const running = jobs.jobs.filter((job) => job.running.length > 0);
  const details = await Promise.all(
    running.slice(0, 8).map(async (job) => ({ job, checkpoint: await read(`jobs/${job.id}/checkpoints/${job.running[0]}`), list: await read(`jobs/${job.id}/checkpoints?limit=20`) })),
  );
  return { cluster, jobs: jobs.jobs, health, details, stale: cluster.stale };
};

const alarmView = (alarm) => html`
  <li class=${alarm.severity}><span class="subject">${alarm.link ? html`<a href=${alarm.link}>${alarm.subject}</a>` : alarm.subject}</span>: ${alarm.text}</li>`;

export const view = ({ cluster, jobs, health, details }) => {
  const alarms = alarmsOf(cluster, jobs, health, details);
  return html`
    <h1>Overview</h1>
    <section class="card" aria-live="polite">
      <h2>Needs attention</h2>
      ${alarms.length === 0 ? html`<p class="calm">Nothing. ${cluster.leader?.id} leads, every agent is there, no checkpoint is late.</p>` : html`<ul class="alarms">${alarms.map(alarmView)}</ul>`}
    </section>
    <section class="card">
      <h2>Cluster</h2>
      ${facts([
        ['leader', cluster.leader ? cluster.leader.id : html`<span class="badge bad">none</span>`],
        ['term', cluster.term],
        ['applied index', count(cluster.appliedIndex)],
        ['state hash', html`<span class="mono">${cluster.stateHash}</span>`],
        ['agents', cluster.agents.filter((a) => a.state === 'REGISTERED').length + ' of ' + cluster.agents.length],
        ['slots used', cluster.agents.reduce((n, a) => n + a.usedSlots, 0) + ' of ' + cluster.agents.reduce((n, a) => n + (a.state === 'REGISTERED' ? a.slots : 0), 0)],
      ])}
    </section>
    <section class="card">
      ${table('Jobs', [
        ['job', jobLink],
        ['state', (job) => badge(job.state)],
        ['tasks', (job) => `${job.runningTasks}/${job.tasks}`, 'number'],
        ['restarts', (job) => job.restarts, 'number wide-only'],
        ['last completed', (job) => (job.lastCompleted ? html`<a href="#/jobs/${job.id}/checkpoints/${job.lastCompleted}">#${job.lastCompleted}</a>` : 'none'), 'number'],
        ['in progress', (job) => job.running.map((id) => html`<a href="#/jobs/${job.id}/checkpoints/${id}">#${id}</a> `), 'number'],
        ['completed', (job) => count(job.counts.completed), 'number wide-only'],
        ['aborted', (job) => count(job.counts.aborted), 'number wide-only'],
        ['checkpointing', (job) => badge(job.checkpointing), 'wide-only'],
        ['reason', (job) => job.waitsFor ?? job.reason, 'reason'],
      ], jobs, 'No job has been submitted. "cairn job submit" submits one.')}
    </section>
    <section class="card">
      ${table('Agents', [
        ['agent', (a) => a.id],
        ['state', (a) => badge(a.state)],
        ['address', (a) => html`<span class="mono">${a.host}:${a.port}</span>`, 'wide-only'],
        ['incarnation', (a) => a.incarnation, 'number'],
        ['slots used', (a) => `${a.usedSlots}/${a.slots}`, 'number'],
      ], cluster.agents, 'No agent has registered. "cairn agent --config FILE" starts one.')}
    </section>`;
};
