import type { Diagnosis } from '@/lib/diagnosis/report';
import { StatusShape } from '../status-shape';
import { dateWords, validity } from '../time-words';
import classes from './chain-picture.module.css';
import { type Group, type Mark, type PictureNode, pictureOf } from './picture-of';

const groups: Record<Group, string> = {
  sent: 'Sent by the server',
  not_sent: 'Not sent',
  bundle: 'In your bundle',
  public_roots: 'Public roots',
};

const shapes = { error: 'failed', warning: 'warning', info: 'info' } as const;
/** These say no more than the line about the validity, which leads to the finding in their place. */
const ofTime: readonly Mark['code'][] = ['certificate_expired', 'certificate_not_yet_valid', 'expires_soon'];
const severities = { error: 'Error', warning: 'Warning', info: 'Note' } as const;

interface Props {
  diagnosis: Pick<Diagnosis, 'tls' | 'findings'>;
  now: number;
}

/** The chain from leaf to anchor: across where there is room, else downwards. Every mark leads to its finding. */
export function ChainPicture({ diagnosis, now }: Props) {
  const { path, unused } = pictureOf(diagnosis);
  if (path.length === 0) return null;
  return (
    <div className={classes.picture}>
      <ol
        className={classes.path}
        data-count={Math.min(path.length, 6)}
        aria-label="Chain, from the leaf to the anchor"
      >
        {path.map((node, index) => (
          <li key={node.key} className={classes.step} data-last={index === path.length - 1 || undefined}>
            <p className={classes.group} data-group={node.group}>
              <span className={node.group === path[index - 1]?.group ? 'sr-only' : undefined}>
                {groups[node.group]}
              </span>
            </p>
            <Card node={node} now={now} />
            <Link node={node} />
          </li>
        ))}
      </ol>
      {unused.length > 0 && (
        <div className={classes.unused}>
          <p className={classes.group} data-group="sent" id="sent-but-not-used">
            Sent, but not used
          </p>
          <ul className={classes.apart} aria-labelledby="sent-but-not-used">
            {unused.map((node) => (
              <li key={node.key}>
                <Card node={node} now={now} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

function Card({ node, now }: { node: PictureNode; now: number }) {
  const { isMissing, isAnchor, name, subject, kind, publicKey } = node;
  const worst = isMissing ? 'error' : node.marks[0]?.severity;
  const timed = node.notAfter === null ? undefined : node.marks.find(({ code }) => ofTime.includes(code));
  const marks = node.marks.filter((mark) => mark !== timed);
  return (
    <div className={classes.card} data-missing={isMissing || undefined} data-severity={worst}>
      <p className={classes.name} title={subject}>
        {name}
      </p>
      <p className={classes.kind}>
        {kind}
        {publicKey && (
          <>
            {' · '}
            <span className={classes.key}>{publicKey}</span>
          </>
        )}
      </p>
      {!isMissing && <Validity node={node} mark={timed} now={now} />}
      {isMissing && marks.length === 0 && (
        <p className={classes.missing}>
          <StatusShape shape="failed" size={13} /> missing
        </p>
      )}
      {(marks.length > 0 || isAnchor) && (
        <ul className={classes.marks}>
          {isAnchor && (
            <li className={classes.mark} data-severity="ok">
              <StatusShape shape="ok" size={13} /> trusted
            </li>
          )}
          {marks.map((mark) => (
            <MarkLink key={mark.finding} mark={mark} />
          ))}
        </ul>
      )}
    </div>
  );
}

function MarkLink({ mark: { severity, words, title, finding } }: { mark: Mark }) {
  return (
    <li>
      <a href={`#finding-${finding}`} className={classes.mark} data-severity={severity} title={title}>
        <StatusShape shape={shapes[severity]} size={13} />
        <span className="sr-only">{severities[severity]}: </span>
        {words}
      </a>
    </li>
  );
}

interface ValidityProps {
  node: PictureNode;
  mark: Mark | undefined;
  now: number;
}

function Validity({ node: { notBefore, notAfter }, mark, now }: ValidityProps) {
  if (notBefore === null || notAfter === null) return null;
  const { tone, words } = validity(notBefore, notAfter, now);
  return (
    <div className={classes.validity} data-tone={tone}>
      <p className={classes.left} title={`${dateWords(notBefore)} to ${dateWords(notAfter)}`}>
        {tone !== 'ok' && <StatusShape shape={tone} size={13} />}
        {mark ? (
          <a href={`#finding-${mark.finding}`} className={classes.timed}>
            <span className="sr-only">{severities[mark.severity]}: </span>
            {words}
          </a>
        ) : (
          <span>{words}</span>
        )}
      </p>
      <span className={classes.bar} aria-hidden="true">
        <span className={classes.passed} style={{ width: `${passedPercent(notBefore, notAfter, now)}%` }} />
      </span>
    </div>
  );
}

function passedPercent(notBefore: string, notAfter: string, now: number): number {
  const from = Date.parse(notBefore);
  const share = (now - from) / (Date.parse(notAfter) - from);
  return Number.isFinite(share) ? Math.round(Math.min(1, Math.max(0, share)) * 100) : 100;
}

function Link({ node: { link } }: { node: PictureNode }) {
  if (link === null || link === 'signed by itself') return null;
  return (
    <p className={classes.link} data-broken={link === 'not signed by' || undefined}>
      <span>{link}</span>
      <svg viewBox="0 0 40 10" width="40" height="10" aria-hidden="true" className={classes.arrow}>
        <path d="M1 5h36M33 1.5 37.5 5 33 8.5" />
      </svg>
    </p>
  );
}
