import Link from 'next/link';
import type { ComponentProps } from 'react';
import classes from './button.module.css';

type Look = 'primary' | 'plain' | 'danger' | 'danger-fill' | 'quiet';

interface Shape {
  look?: Look;
  size?: 'small' | 'normal';
}

function className(look: Look, size: 'small' | 'normal', more: string | undefined): string {
  return [classes.button, classes[look], classes[size], more].filter(Boolean).join(' ');
}

export function Button({
  look = 'plain',
  size = 'normal',
  type = 'button',
  ...rest
}: ComponentProps<'button'> & Shape) {
  return <button {...rest} type={type} className={className(look, size, rest.className)} />;
}

export function ButtonLink({ look = 'plain', size = 'normal', ...rest }: ComponentProps<typeof Link> & Shape) {
  return <Link {...rest} className={className(look, size, rest.className)} />;
}
