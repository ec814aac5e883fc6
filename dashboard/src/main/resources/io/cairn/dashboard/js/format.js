// Numbers, times and states in the words that people read.

export const bytes = (value) => {
  if (value === null || value === undefined) return '';
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  let size = value;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`;
};

export const count = (value) => Number(value ?? 0).toLocaleString('en-US');

export const duration = (millis) => {
  if (millis === null || millis === undefined) return '';
  if (millis < 1000) return `${Math.round(millis)} ms`;
  const seconds = millis / 1000;
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
};

export const ago = (wallMillis) => {
  const seconds = Math.floor((Date.now() - wallMillis) / 1000);
  if (seconds < 1) return 'now';
  return seconds < 60 ? `${seconds} s ago` : `${duration(seconds * 1000)} ago`;
};

export const clock = (wallMillis) => new Date(wallMillis).toLocaleTimeString('en-GB');

export const dateTime = (wallMillis) => new Date(wallMillis).toISOString().replace('T', ' ').slice(0, 19) + ' UTC';

const TONES = {
  good: ['RUNNING', 'COMPLETED', 'REGISTERED', 'FINISHED', 'ACKED', 'ON', 'OK', 'leader'],
  warn: ['RESTARTING', 'DEPLOYING', 'STOPPING', 'SALVAGING', 'PAUSED', 'DRAINING', 'RETURNED', 'LAGS', 'EMPTY', 'NOT_COMPARED', 'DEAD_UPLOAD', 'DEAD_METADATA'],
  bad: ['FAILED', 'ABORTED', 'LOST', 'FENCED', 'HELD', 'UNREACHABLE', 'DIFFERS', 'FOREIGN'],
  off: ['SUBSUMED', 'DISCARDED', 'CANCELLED', 'OFF', 'PENDING', 'follower', 'not_voting'],
};

export const tone = (state) => Object.keys(TONES).find((name) => TONES[name].includes(state)) ?? '';
