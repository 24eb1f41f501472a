import { useReducer, useState } from 'react';
import { type Basket, basketReducer, uncompared } from './basket';
import type { AddCertificates } from './gather';

/** The certificates that are being gathered, and what is to be said about them. */
export function useBasket(initial: Basket = []) {
  const [basket, dispatch] = useReducer(basketReducer, initial);
  const [warnings, setWarnings] = useState<string[]>([]);
  const [announcement, setAnnouncement] = useState('');
  const [isAsked, setIsAsked] = useState(false);

  const add: AddCertificates = ({ certificates, warnings: more, from, server }) => {
    const known = new Set(basket.map(({ certificate }) => certificate.sha256));
    const repeated = certificates.filter(({ sha256 }) => known.has(sha256)).length;
    const added = certificates.length - repeated;
    dispatch({ type: 'add', certificates, from, server });
    const already = repeated > 0 ? [`${repeated} of ${from} ${repeated === 1 ? 'was' : 'were'} here already.`] : [];
    setWarnings((before) => [
      ...new Set([...before.filter((one) => !one.endsWith('here already.')), ...more, ...already]),
    ]);
    setAnnouncement(`${added === 1 ? '1 certificate' : `${added} certificates`} added`);
  };

  const problem = !isAsked || basket.length > 0 ? null : 'A bundle holds at least one certificate';
  return {
    basket,
    warnings: basket.length > 0 ? warnings : [],
    announcement,
    add,
    remove(sha256: string): void {
      const subject = basket.find(({ certificate }) => certificate.sha256 === sha256)?.certificate.subject;
      setWarnings((before) => before.filter((warning) => !subject || !warning.startsWith(`${subject} `)));
      dispatch({ type: 'remove', sha256 });
    },
    compare: (sha256: string, isCompared: boolean) => dispatch({ type: 'compare', sha256, isCompared }),
    /** What stands in the way of saving, once saving was asked for. */
    problem,
    isComparisonDue: isAsked,
    /** Whether it can be saved; what stands in the way is shown from then on. */
    ask(): boolean {
      setIsAsked(true);
      return basket.length > 0 && uncompared(basket).length === 0;
    },
  };
}
