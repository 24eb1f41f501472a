import { Fragment } from 'react';

/** A name that may break after "_", or a fingerprint after ":", instead of in the middle of a word. */
export function BreakableName({ name }: { name: string }) {
  return name.split(/(?<=[_:])/).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other identity, and never move
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
