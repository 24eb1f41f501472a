import { createTheme, type MantineColorsTuple } from '@mantine/core';

const ink: MantineColorsTuple = [
  '#eef1fe',
  '#dbe1fb',
  '#b6c1f6',
  '#94a5f5',
  '#7187ee',
  '#5870e8',
  '#4560de',
  '#3a53cd',
  '#3046b3',
  '#263892',
];

/** Shades as Mantine reads them: 0 text, 3 placeholder, 4 border, 6 input, 7 body. */
const night: MantineColorsTuple = [
  '#e7eaee',
  '#c3cad4',
  '#aab3c0',
  '#9ba5b3',
  '#3b4453',
  '#272e39',
  '#10141a',
  '#151920',
  '#0e1116',
  '#090b0f',
];

export const theme = createTheme({
  primaryColor: 'ink',
  primaryShade: { light: 7, dark: 7 },
  colors: { ink, dark: night },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Code', 'DejaVu Sans Mono', Menlo, Consolas, monospace",
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
});
