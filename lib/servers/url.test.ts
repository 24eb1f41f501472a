import { describe, expect, it } from 'vitest';
import { redactUrl, restoreUrl } from './url';

const mark = '[set]';

describe('a URL as it is shown', () => {
  it.each([
    ['https://h.example/mcp?a=1&api_key=s3&b=%20x+y', 'https://h.example/mcp?a=1&api_key=[set]&b=%20x+y'],
    ['https://u:p@h.example/mcp#access_token=s3', 'https://h.example/mcp'],
    ['https://h.example/?TOKEN=s3&token=s4&token=', 'https://h.example/?TOKEN=[set]&token=[set]&token='],
    ['https://h.example/?to%6ben=s3', 'https://h.example/?to%6ben=[set]'],
    ['https://h.example/?q', 'https://h.example/?q'],
    ['https://u:p@[h', '(not a URL)'],
  ])('of %s is %s', (url, shown) => {
    expect(redactUrl(url, mark)).toBe(shown);
  });

  it.each([
    'https://h.example/mcp?a=1&api_key=s%203&b=%20x+y',
    'https://h.example/?token=1&token=2&x=&key=',
    'https://h.example/?to%6ben=s3&=&&a',
  ])('gives %s back when its marks are filled in', (url) => {
    expect(restoreUrl(redactUrl(url, mark), url, mark)).toEqual({ url, missing: [] });
  });

  it('names the marks that stand for nothing stored', () => {
    expect(restoreUrl('https://h.example/?key=[set]&token=%5Bset%5D', 'https://h.example/?token=1', mark)).toEqual({
      url: 'https://h.example/?key=[set]&token=1',
      missing: ['key'],
    });
    expect(restoreUrl('https://h.example/?key=[set]', null, mark).missing).toEqual(['key']);
  });
});
