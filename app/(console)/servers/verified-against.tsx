import { StatusShape } from '@/app/_components/status-shape';
import { type TrustWords, trustWords } from '@/app/_components/trust-words';
import type { ServerListItem } from '@/lib/servers/dto';
import classes from './server-table.module.css';

/** What servers without a bundle of their own are verified against. */
export interface InheritedTrust {
  byDefault: TrustWords;
  /** `ssl_verify: true` */
  alwaysVerify: TrustWords;
}

interface Props {
  item: Pick<ServerListItem, 'ssl_verify' | 'ssl_verify_reason' | 'ca_bundle_name' | 'url'>;
  inherited: InheritedTrust;
}

export function VerifiedAgainst({ item, inherited }: Props) {
  const words = wordsFor(item, inherited);
  if (!words.verify) {
    return (
      <span className={classes.off}>
        <StatusShape shape="unverified" size={13} /> {words.words}
        {words.because && <span className={classes.because}>{words.because}</span>}
        {item.ssl_verify === false && item.ssl_verify_reason && (
          <span className={classes.because}>{item.ssl_verify_reason}</span>
        )}
      </span>
    );
  }
  if (item.url.startsWith('http://')) return <span className={classes.quiet}>nothing to verify (plain http)</span>;
  if (!words.isPath) return words.words;
  return (
    <span className={classes.path} title={words.because ? `${words.words}, because of ${words.because}` : words.words}>
      <bdi>{words.words}</bdi>
    </span>
  );
}

function wordsFor({ ssl_verify, ca_bundle_name }: Props['item'], inherited: InheritedTrust): TrustWords {
  if (ca_bundle_name !== null) return { verify: true, words: ca_bundle_name, isPath: false, because: null };
  if (ssl_verify === false) return trustWords({ verify: false, source: 'server', roots: 'none', bundle: null });
  if (typeof ssl_verify === 'string') return { verify: true, words: ssl_verify, isPath: true, because: null };
  return ssl_verify === true ? inherited.alwaysVerify : inherited.byDefault;
}
