// The shell: which page is shown, when it is asked for again, and what the top line says.
import { html, render } from '/vendor/lit-html.js';
import { beginLoad, events, whoAmI } from './api.js';
import { form } from './login.js';
import { forget, isLoggedIn, known } from './session.js';
import * as overview from './pages/overview.js';
import * as job from './pages/job.js';
import * as checkpoint from './pages/checkpoint.js';
import * as settings from './pages/settings.js';
import * as savepoints from './pages/savepoints.js';
import * as members from './pages/members.js';
import * as gc from './pages/gc.js';

const ROUTES = [
  [/^#?\/?$/, overview, () => ({})],
  [/^#\/members$/, members, () => ({})],
  [/^#\/storage$/, gc, () => ({})],
  [/^#\/jobs\/(\d+)$/, job, (found) => ({ job: found[1] })],
  [/^#\/jobs\/(\d+)\/settings$/, settings, (found) => ({ job: found[1] })],
  [/^#\/jobs\/(\d+)\/savepoints$/, savepoints, (found) => ({ job: found[1] })],
  [/^#\/jobs\/(\d+)\/checkpoints\/(\d+)$/, checkpoint, (found) => ({ job: found[1], checkpoint: found[2] })],
];
const NAV = [['#/', 'Overview', overview], ['#/members', 'Members', members], ['#/storage', 'Storage', gc]];
const QUIET_MILLIS = 5000;
const BUSY_MILLIS = 700;
const BURST_MILLIS = 300;

const shell = document.getElementById('shell');
let shown = { page: overview, params: {}, data: null, failure: '' };
let streaming = true;
let stopEvents = () => {};
let login = null;
let timer = 0;
let turn = 0;

const toggleTheme = () => {
  const next = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
  localStorage.setItem('cairn-theme', next);
  document.documentElement.dataset.theme = next;
  draw();
};

const link = ([href, name, page]) => html`<a href=${href} aria-current=${shown.page === page ? 'page' : 'false'}>${name}</a>`;

const logOut = () => {
  forget();
  askForToken('');
};

const askForToken = (why) => {
  stopEvents();
  clearTimeout(timer);
  turn++;
  login = { why };
  shown = { ...shown, data: null };
  draw();
};

const who = () => (known().authenticated
  ? html`<span class="who">${known().name} <span class="badge">${known().role}</span></span>${isLoggedIn() ? html`<button @click=${logOut}>Log out</button>` : ''}`
  : '');

const banner = () => {
  if (shown.failure) return html`<div class="banner" role="alert">${shown.failure}</div>`;
  if (shown.data?.stale) return html`<div class="banner" role="alert">No quorum: this is what one coordinator knows by itself, and may be old. ${shown.data.stale}</div>`;
  if (!streaming) return html`<div class="banner warn" role="status">The stream of events is interrupted; the page asks every few seconds instead.</div>`;
  return '';
};

const draw = () => {
  document.title = `${shown.page.title(shown.data)} · Cairn`;
  render(
    html`
      <header class="top">
        <a class="brand" href="#/"><img src="/icon.svg" alt="">Cairn</a>
        <nav class="pages" aria-label="Pages">${login ? '' : NAV.map(link)}</nav>
        <span class="spacer"></span>
        ${login ? '' : who()}
        <button @click=${toggleTheme} aria-label="Switch between light and dark">◐</button>
      </header>
      ${login ? '' : banner()}
      <main id="main" tabindex="-1">${login ? form(login.why, begin, askForToken) : shown.data ? shown.page.view(shown.data) : shown.failure ? '' : html`<p class="quiet">Loading …</p>`}</main>`,
    shell,
  );
};

const schedule = (millis) => {
  clearTimeout(timer);
  timer = setTimeout(refresh, millis);
};

const refresh = async () => {
  const mine = ++turn;
  const { page, params } = shown;
  beginLoad();
  try {
    const data = await page.load(params);
    if (mine !== turn) return;
    shown = { page, params, data, failure: '' };
  } catch (failure) {
    if (mine !== turn) return;
    if (failure.status === 401) {
      logOut();
      return;
    }
    shown = { ...shown, failure: failure.message };
  }
  draw();
  schedule(shown.data && shown.page.live?.(shown.data) ? BUSY_MILLIS : QUIET_MILLIS);
};

const route = () => {
  if (login) return;
  const found = ROUTES.map(([pattern, page, params]) => [location.hash.match(pattern), page, params]).find(([match]) => match);
  if (found) {
    const [match, page, params] = found;
    shown = { page, params: params(match), data: null, failure: '' };
  } else {
    shown = { page: overview, params: {}, data: null, failure: `There is no page ${location.hash}` };
  }
  draw();
  refresh();
};

addEventListener('hashchange', () => {
  route();
  document.getElementById('main').focus();
});
document.addEventListener('cairn-changed', () => schedule(BURST_MILLIS));
let soon = false;
const onEvent = () => {
  if (soon) return;
  soon = true;
  setTimeout(() => {
    soon = false;
    if (!login) refresh();
  }, BURST_MILLIS);
};
const onStream = (open) => {
  if (open !== streaming) {
    streaming = open;
    draw();
  }
};

/** When it is known who looks. */
const begin = () => {
  login = null;
  streaming = true;
  stopEvents = events(onEvent, onStream);
  route();
};

const start = async () => {
  try {
    await whoAmI();
  } catch (failure) {
    if (failure.status === 401) {
      logOut();
      return;
    }
    shown = { ...shown, failure: failure.message };
    draw();
    setTimeout(start, BUSY_MILLIS);
    return;
  }
  begin();
};
start();
