// The provider's pages. They load nothing, so that a browser without a network shows them.

const escaped = (text) => String(text).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

const page = (title, body) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><body><h1>${title}</h1>${body}</body></html>`;

export const loginPage = () =>
  page(
    'Sign in',
    `<form method="post">
      <label>E-mail address <input name="login" type="email" required autofocus></label>
      <button type="submit">Sign in</button>
    </form>`,
  );

/** The form is the provider's own; it only wants a button. */
export const logoutPage = (form) =>
  page('Sign out', `${form}<button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>`);

export const signedOutPage = () => page('Signed out', '');

export const wordsPage = (words) => page('This did not work', `<p>${escaped(words)}</p>`);
