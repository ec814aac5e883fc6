// The coordinators: who votes, who leads, who lags, and whether they hold the same state.
import { html } from '/vendor/lit-html.js';
import { read } from '../api.js';
import { ask } from '../dialogs.js';
import { offered } from '../session.js';
import * as charts from '../charts.js';
import { badge, facts, table } from '../parts.js';
import { clock, count } from '../format.js';

const SHOWN = 200;

export const title = () => 'Members';

export const load = async () => {
  const [members, led] = await Promise.all([read('members'), read(`leaders?limit=${SHOWN}`)]);
  const terms = led.leaders.map(({ startedAt, term, id }) => ({ at: startedAt, term, leader: id }));
  return { members, terms, stale: members.stale };
};

const transfer = (members) =>
  offered('operator', html`<button ?disabled=${members.members.length < 2} @click=${() => ask({ title: 'Transfer leadership', text: 'Checkpoints in progress go on under the new leader.', button: 'Transfer it', fields: [{ name: 'to', label: 'To', options: members.members.filter((m) => m.role !== 'LEADER' && m.role !== 'NOT_VOTING').map((m) => m.id) }], path: () => 'leader/transfer', body: (v) => ({ to: v.to }) })}>Transfer leadership</button>`);

const remove = (member) =>
  offered('admin', html`<button class="danger" @click=${() => ask({ title: `Remove ${member.id}`, text: 'It votes no more. A majority of those that stay must be well.', button: 'Remove it', danger: true, path: () => `members/${member.id}/remove` })}>Remove</button>`);

export const view = ({ members, terms }) => html`
  <h1>Members <span class="spacer"></span> ${transfer(members)}</h1>
  <section class="card">
    ${facts([
      ['leader', members.leader ?? html`<span class="badge bad">none</span>`],
      ['term', members.term],
      ['cluster', html`<span class="mono">${members.clusterId}</span>`],
    ])}
  </section>
  <section class="card">
    ${table('Coordinators', [
      ['id', (m) => m.id],
      ['role', (m) => badge((m.role ?? '').toLowerCase())],
      ['verdict', (m) => badge(m.verdict)],
      ['applied', (m) => (m.appliedIndex === null ? '' : count(m.appliedIndex)), 'number'],
      ['lag', (m) => (m.lag === null ? '' : count(m.lag)), 'number'],
      ['state hash', (m) => html`<span class="mono">${m.stateHash ?? ''}</span>`, 'wide-only'],
      ['admin', (m) => html`<a class="mono" href="${location.protocol}//${m.admin}/">${m.admin}</a>`],
      ['raft', (m) => html`<span class="mono">${m.raft}</span>`, 'wide-only'],
      ['session', (m) => html`<span class="mono">${m.session}</span>`, 'wide-only'],
      ['', (m) => m.detail ?? '', 'reason'],
      ['', remove],
    ], members.members, 'None is known.')}
    <p class="quiet">Equal hashes at equal indexes mean equal state. "cairn member add" and "replace" bring new ones in.</p>
  </section>
  <div class="columns">
    <section class="card"><h2>Terms</h2>${charts.terms('terms', [...terms].reverse())}</section>
    <section class="card">
      ${table('Who led, newest first', [['since', (c) => clock(c.at)], ['term', (c) => c.term, 'number'], ['leader', (c) => c.leader]], terms, 'Nobody has led yet.')}
    </section>
  </div>
  <section class="card">
    ${table('Changes of members, newest first', [['when', (c) => clock(c.atMillis)], ['what', (c) => c.what.toLowerCase()], ['coordinator', (c) => c.id], ['raft', (c) => html`<span class="mono">${c.raft}</span>`], ['by', (c) => c.who]], [...members.changes].reverse(), 'None: the members are those that founded the cluster.')}
  </section>`;
