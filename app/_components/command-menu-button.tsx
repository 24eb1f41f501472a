'use client';

export function CommandMenuButton() {
  return null;
}
