import { StatusShape } from '@/app/_components/status-shape';
import { type TrustWords, trustWords } from '@/app/_components/trust-words';
import type { ServerListItem } from '@/lib/servers/dto';
import { ExceptionEnd } from './exception-end';
import { ownerWords } from './exception-words';
import classes from './server-table.module.css';

/** What servers without a bundle of their own are verified against. */
export interface InheritedTrust {
  byDefault: TrustWords;
  /** `ssl_verify: true` */
  alwaysVerify: TrustWords;
}

interface Props {
  item: Pick<
    ServerListItem,
    'ssl_verify' | 'ssl_verify_reason' | 'ssl_verify_until' | 'ssl_verify_by' | 'ca_bundle_name' | 'url' | 'is_config'
  >;
  inherited: InheritedTrust;
  now: number;
}

export function VerifiedAgainst({ item, inherited, now }: Props) {
  const words = wordsFor(item, inherited);
  if (!words.verify) {
    return (
      <span className={classes.off}>
        <StatusShape shape="unverified" size={13} /> {words.words}
        {words.because && <span className={classes.because}>{words.because}</span>}
        {item.ssl_verify === false && <ExceptionLines item={item} now={now} />}
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

function ExceptionLines({ item, now }: Pick<Props, 'item' | 'now'>) {
  const owner = ownerWords({ by: item.ssl_verify_by, is_config: item.is_config });
  return (
    <>
      <span className={classes.because}>
        <ExceptionEnd until={item.ssl_verify_until} now={now} /> · {owner}
      </span>
      {item.ssl_verify_reason && (
        <span className={`${classes.because} ${classes.words}`} title={item.ssl_verify_reason}>
          {item.ssl_verify_reason}
        </span>
      )}
    </>
  );
}

function wordsFor({ ssl_verify, ca_bundle_name }: Props['item'], inherited: InheritedTrust): TrustWords {
  if (ca_bundle_name !== null) return { verify: true, words: ca_bundle_name, isPath: false, because: null };
  if (ssl_verify === false) return trustWords({ verify: false, source: 'server', roots: 'none', bundle: null });
  if (typeof ssl_verify === 'string') return { verify: true, words: ssl_verify, isPath: true, because: null };
  return ssl_verify === true ? inherited.alwaysVerify : inherited.byDefault;
}
