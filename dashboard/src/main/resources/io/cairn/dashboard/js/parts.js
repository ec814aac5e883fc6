// Pieces that several pages show.
import { html } from '/vendor/lit-html.js';
import { ago, bytes, dateTime, duration, tone } from './format.js';

export const badge = (state) => html`<span class="badge ${tone(state)}">${state}</span>`;

export const when = (wallMillis) =>
  wallMillis ? html`<time datetime=${new Date(wallMillis).toISOString()} title=${dateTime(wallMillis)}>${ago(wallMillis)}</time>` : '';

export const facts = (pairs) => html`
  <dl class="facts">${pairs.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;

/** A table; each column is [heading, cell of a row, 'number' | 'reason' | 'wide-only']. */
export const table = (caption, columns, rows, empty) => html`
  <div class="scroll">
    <table>
      <caption>${caption}</caption>
      <thead><tr>${columns.map(([name, , kind]) => html`<th scope="col" class=${kind ?? ''}>${name}</th>`)}</tr></thead>
      <tbody>
        ${rows.length === 0
          ? html`<tr><td colspan=${columns.length} class="quiet">${empty}</td></tr>`
          : rows.map((row) => html`<tr>${columns.map(([, cell, kind]) => html`<td class=${kind ?? ''}>${cell(row)}</td>`)}</tr>`)}
      </tbody>
    </table>
  </div>`;

export const acks = (checkpoint) => html`
  <progress max=${checkpoint.taskCount} .value=${checkpoint.acks} aria-label="acks of checkpoint ${checkpoint.id}"></progress>
  ${checkpoint.acks}/${checkpoint.taskCount}`;

export const crumbs = (...steps) => html`<nav class="crumbs" aria-label="Breadcrumb">${steps}</nav>`;

export const jobLink = (job) => html`<a href="#/jobs/${job.id}">${job.name}</a>`;

const IN_PROGRESS = ['REQUESTING', 'EXECUTING', 'COMMITTING'];

export const inProgress = (checkpoint) => IN_PROGRESS.includes(checkpoint.state);

export const checkpointColumns = (job) => [
  ['id', (c) => html`<a href="#/jobs/${job}/checkpoints/${c.id}">${c.id}</a>`],
  ['kind', (c) => c.kind.toLowerCase(), 'wide-only'],
  ['state', (c) => badge(c.state)],
  ['acks', acks],
  ['requested', (c) => when(c.requestedAt)],
  ['duration', (c) => duration(c.durationMillis), 'number'],
  ['uploaded', (c) => bytes(c.uploadedBytes), 'number'],
  ['state size', (c) => bytes(c.stateBytes), 'number wide-only'],
  ['reason', (c) => c.reason, 'reason'],
];
