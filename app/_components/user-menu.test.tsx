import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { UserMenu } from './user-menu';

test('the menu says who is signed in, opens by its own button, and holds the way out', () => {
  const who = { email: 'ana@corp.example', role: 'operator' } as const;
  const html = renderToStaticMarkup(<UserMenu {...who} />);
  expect(html).toContain('aria-label="Account menu: ana@corp.example, operator"');
  // The name beside it may be cut.
  expect(html).toContain('title="ana@corp.example"');
  const [, opened] = /popoverTarget="([^"]+)"/i.exec(html) ?? [];
  const [, menu] = /<div id="([^"]+)" popover="auto"/i.exec(html) ?? [];
  expect(opened).toBe(menu);
  expect(html).toContain('href="/settings/account"');
  expect(html).toMatch(
    /<button type="button"[^>]*>Sign out<\/button>|<button[^>]*type="button"[^>]*>Sign out<\/button>/,
  );
});
