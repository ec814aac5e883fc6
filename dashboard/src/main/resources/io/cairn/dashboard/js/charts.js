// Charts by Chart.js; this file only says what they show. Each has a table beside it with the same
// numbers, so that nobody needs to see a picture.
import { html } from '/vendor/lit-html.js';
import { ref } from '/vendor/directives/ref.js';
import { bytes, clock, duration } from './format.js';

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const drawn = new Map();

const options = (titleY, formatY, stacked, horizontal) => {
  const value = { stacked, beginAtZero: true, title: { display: true, text: titleY, color: colour('--quiet') }, ticks: { color: colour('--quiet'), callback: formatY, maxTicksLimit: 7 }, grid: { color: colour('--line') } };
  const category = { stacked, ticks: { color: colour('--quiet'), autoSkip: !horizontal, maxRotation: 0 }, grid: { display: false } };
  return {
    responsive: true,
    maintainAspectRatio: false,
    animation: false,
    indexAxis: horizontal ? 'y' : 'x',
    interaction: { mode: 'index', intersect: false, axis: horizontal ? 'y' : 'x' },
    plugins: {
      legend: { labels: { color: colour('--text'), boxWidth: 12 } },
      tooltip: { callbacks: { label: (item) => `${item.dataset.label}: ${formatY(item.raw ?? 0)}` } },
    },
    scales: horizontal ? { x: value, y: category } : { x: category, y: value },
  };
};

const draw = (key, canvas, config) => {
  const theme = document.documentElement.dataset.theme;
  const shown = drawn.get(key);
  if (shown && shown.chart.canvas === canvas && shown.theme === theme) {
    shown.chart.data = config.data;
    shown.chart.update('none');
    return;
  }
  if (shown) shown.chart.destroy();
  drawn.set(key, { chart: new Chart(canvas, config), theme });
};

const chart = (key, label, config, tall) => html`
  <div class="chart ${tall ? 'tall' : ''}">
    <canvas role="img" aria-label=${label} ${ref((canvas) => canvas && draw(key, canvas, config()))}></canvas>
  </div>`;

/** Durations of the last checkpoints, oldest first; aborted ones in their own colour. */
export const durations = (key, checkpoints) =>
  chart(key, 'Duration of the last checkpoints; the table below has the numbers', () => ({
    type: 'bar',
    data: {
      labels: checkpoints.map((c) => `#${c.id}`),
      datasets: [
        { label: 'completed', backgroundColor: colour('--upload'), data: checkpoints.map((c) => (c.reason ? null : c.durationMillis)) },
        { label: 'aborted', backgroundColor: colour('--bad'), data: checkpoints.map((c) => (c.reason ? c.durationMillis : null)) },
      ],
    },
    options: options('duration', duration, true, false),
  }));

/** State and uploaded bytes of the last checkpoints, oldest first. */
export const sizes = (key, checkpoints) =>
  chart(key, 'Size of the last checkpoints; the table below has the numbers', () => ({
    type: 'line',
    data: {
      labels: checkpoints.map((c) => `#${c.id}`),
      datasets: [
        { label: 'state', borderColor: colour('--size'), backgroundColor: colour('--size'), pointRadius: 1, data: checkpoints.map((c) => (c.reason ? null : c.stateBytes)) },
        { label: 'uploaded', borderColor: colour('--upload'), backgroundColor: colour('--upload'), pointRadius: 1, data: checkpoints.map((c) => c.uploadedBytes) },
      ],
    },
    options: options('bytes', bytes, false, false),
  }));

/** The slowest task's parts of each checkpoint, oldest first. */
export const parts = (key, checkpoints) =>
  chart(key, 'Longest alignment, local stage and upload of the last checkpoints', () => ({
    type: 'bar',
    data: {
      labels: checkpoints.map((c) => `#${c.id}`),
      datasets: [
        { label: 'alignment', backgroundColor: colour('--align'), data: checkpoints.map((c) => c.maxAlignMillis ?? null) },
        { label: 'local', backgroundColor: colour('--local'), data: checkpoints.map((c) => c.maxLocalMillis ?? null) },
        { label: 'upload', backgroundColor: colour('--upload'), data: checkpoints.map((c) => c.maxUploadMillis ?? null) },
      ],
    },
    options: options('slowest task', duration, true, false),
  }));

/** Phases of the slowest tasks of one checkpoint. */
export const tasks = (key, rows) =>
  chart(
    key,
    'Phases of the slowest tasks; the table below has the numbers',
    () => ({
      type: 'bar',
      data: {
        labels: rows.map((row) => `${row.operator}/${row.instance}`),
        datasets: [
          { label: 'alignment', backgroundColor: colour('--align'), data: rows.map((row) => row.alignMillis) },
          { label: 'local', backgroundColor: colour('--local'), data: rows.map((row) => row.localMillis) },
          { label: 'upload', backgroundColor: colour('--upload'), data: rows.map((row) => row.uploadMillis) },
        ],
      },
      options: options('time', duration, true, true),
    }),
    true,
  );

/** Terms over time; a step is an election. */
export const terms = (key, changes) =>
  chart(key, 'Terms of leadership over time; the table below has the numbers', () => ({
    type: 'line',
    data: {
      labels: changes.map((change) => clock(change.at)),
      datasets: [{ label: 'term', stepped: true, borderColor: colour('--accent'), backgroundColor: colour('--accent'), pointRadius: 2, data: changes.map((change) => change.term) }],
    },
    options: options('term', (value) => (Number.isInteger(value) ? String(value) : ''), false, false),
  }));
