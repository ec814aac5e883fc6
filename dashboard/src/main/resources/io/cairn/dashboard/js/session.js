// Who looks: the token of this tab, and what it may. The token is kept in sessionStorage, so that it
// is never sent by the browser on its own, and goes with the tab.
const KEY = 'cairn-token';
const ROLES = ['viewer', 'operator', 'admin'];
const EVERYBODY = { authenticated: false, name: '', role: 'admin' };

let person = EVERYBODY;

export const authorization = () => {
  const token = sessionStorage.getItem(KEY);
  return token ? { Authorization: `Bearer ${token}` } : {};
};

export const known = () => person;

export const isLoggedIn = () => sessionStorage.getItem(KEY) !== null;

/** Whether this role, or a higher one, looks. The coordinator decides; this only saves questions. */
export const may = (role) => ROLES.indexOf(person.role) >= ROLES.indexOf(role);

/** A button for those who may press it. */
export const offered = (role, button) => (may(role) ? button : '');

/** As the coordinator answered; null from one that does not know the question. */
export const identify = (answer) => {
  person = answer ?? EVERYBODY;
};

export const keep = (token) => sessionStorage.setItem(KEY, token);

export const forget = () => {
  sessionStorage.removeItem(KEY);
  person = EVERYBODY;
};
