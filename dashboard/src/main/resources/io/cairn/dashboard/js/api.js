// The HTTP API of the coordinator that served this page.
import { authorization, identify } from './session.js';

/** A refusal or a failure, with the words of the coordinator where there are any. */
export class ApiError extends Error {
  constructor(status, code, detail) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

const REQUEST_MILLIS = 5000;
const NO_QUORUM_MILLIS = 3000;

/** Of what a page is being loaded with. */
let loading = new AbortController();

/** Gives up what an older load still waits for: a browser has six connections, and without a quorum each answer takes seconds. */
export const beginLoad = () => {
  loading.abort();
  loading = new AbortController();
};

const send = async (method, path, body, given = []) => {
  let response;
  try {
    response = await fetch(`/api/v1/${path}`, {
      method,
      headers: { ...authorization(), ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.any([AbortSignal.timeout(REQUEST_MILLIS), ...given]),
    });
  } catch (failure) {
    throw new ApiError(0, 'unreachable', 'this coordinator does not answer; open the page of another one');
  }
  const text = await response.text();
  let answer = {};
  try {
    answer = text === '' ? {} : JSON.parse(text);
  } catch (failure) {
    throw new ApiError(response.status, 'not-json', `an answer that is not JSON (status ${response.status})`);
  }
  if (!response.ok) {
    throw new ApiError(response.status, answer.code ?? '', answer.detail ?? answer.title ?? 'refused');
  }
  return answer;
};

/** Until when nobody is asked for a quorum again, as each answer without one takes seconds. */
let noQuorum = { until: 0, why: '' };

const readStale = async (path, why) => {
  const separator = path.includes('?') ? '&' : '?';
  return { ...(await send('GET', `${path}${separator}consistency=stale`, undefined, [loading.signal])), stale: why };
};

/** Reads; where no quorum answers, what this coordinator knows by itself, marked as stale. */
export const read = async (path) => {
  if (performance.now() < noQuorum.until) return readStale(path, noQuorum.why);
  try {
    return await send('GET', path, undefined, [loading.signal]);
  } catch (failure) {
    if (failure.status !== 503) throw failure;
    noQuorum = { until: performance.now() + NO_QUORUM_MILLIS, why: failure.message };
    return readStale(path, failure.message);
  }
};

/** Reads what an older coordinator may not serve; null then. */
export const readIfServed = async (path) => {
  try {
    return await read(path);
  } catch (failure) {
    if (failure.code === 'no-such-path') return null;
    throw failure;
  }
};

/** A command; its request id makes it safe to send again. */
export const command = (method, path, body = {}) =>
  send(method, path, { requestId: crypto.randomUUID ? crypto.randomUUID() : `${Date.now()}-${Math.random()}`, ...body });

/** Asks who looks, and remembers the answer. */
export const whoAmI = async () => identify(await readIfServed('whoami'));

const RETRY_MILLIS = 3000;

/** The data of each event of a stream in the format of server-sent events. */
async function* messages(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    text += value;
    const events = text.split('\n\n');
    text = events.pop();
    for (const event of events) {
      const data = event.split('\n').filter((line) => line.startsWith('data: ')).map((line) => line.slice(6)).join('\n');
      if (data) yield data;
    }
  }
}

/**
 * Calls back at each event of the cluster, and says whether the stream is open; what it returns ends
 * it. Not an EventSource: that cannot say who asks.
 */
export const events = (onEvent, onOpen) => {
  const ended = new AbortController();
  const listen = async () => {
    try {
      const response = await fetch('/api/v1/events', { headers: authorization(), signal: ended.signal });
      if (response.ok) {
        onOpen(true);
        for await (const data of messages(response.body)) onEvent(JSON.parse(data));
      }
    } catch (failure) {
      // it is opened again below
    }
    if (ended.signal.aborted) return;
    onOpen(false);
    setTimeout(listen, RETRY_MILLIS);
  };
  listen();
  return () => ended.abort();
};
