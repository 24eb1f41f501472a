import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { asSentence } from '@/app/_components/as-sentence';
import { Button } from '@/app/_components/button';
import { shortName } from '@/app/_components/distinguished-name';
import { Notice } from '@/app/_components/notice';
import { dateWords } from '@/app/_components/time-words';
import { useRun } from '@/app/_components/use-run';
import { fetchChain, type SentChain } from '../actions';
import type { AddCertificates } from './gather';
import classes from './input.module.css';

export interface KnownServer {
  name: string;
  /** "mcp.corp.example:443" */
  address: string;
}

/** Certificates that a server sends. Nobody but the server has shown them, so their fingerprints are compared later. */
export function ServerSource({ servers, onAdd }: { servers: KnownServer[]; onAdd: AddCertificates }) {
  const [address, setAddress] = useState('');
  const [picked, setPicked] = useState<string[]>([]);
  const { state, start, cancel, reset } = useRun<SentChain, string>(fetchChain);
  const isRunning = state.phase === 'running';

  async function fetch() {
    if (address.trim() === '') return;
    const chain = await start(address.trim());
    // What a bundle is made of: the certificates that issue others.
    const issuers = chain?.certificates.filter(({ kind }) => kind !== 'leaf') ?? [];
    setPicked(issuers.map(({ sha256 }) => sha256));
  }

  function add(chain: SentChain) {
    const certificates = chain.certificates.filter(({ sha256 }) => picked.includes(sha256));
    onAdd({ certificates, warnings: [], from: chain.server, server: chain.server });
    reset();
  }

  return (
    <>
      <TextInput
        label="Server address"
        description="host:port, or a URL that starts with https://. Vouch connects, takes the chain, and sends nothing."
        placeholder="mcp.corp.example:443"
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        classNames={{ input: classes.mono }}
        value={address}
        onChange={(event) => setAddress(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          void fetch();
        }}
        error={state.phase === 'refused' ? asSentence(state.message) : undefined}
        inputContainer={(input) => (
          <div className={classes.line}>
            {input}
            {isRunning ? (
              <Button onClick={cancel}>Cancel</Button>
            ) : (
              <Button onClick={() => void fetch()}>Get chain</Button>
            )}
          </div>
        )}
      />
      {servers.length > 0 && (
        <NativeSelect
          label="Or a registered server"
          value={servers.some((server) => server.address === address) ? address : ''}
          onChange={(event) => setAddress(event.currentTarget.value)}
          data={[
            { value: '', label: 'Choose' },
            ...servers.map(({ name, address: value }) => ({ value, label: `${name} (${value})` })),
          ]}
        />
      )}
      <div aria-live="polite">
        {isRunning && <p className={classes.hint}>Connecting…</p>}
        {state.phase === 'cancelled' && <p className={classes.hint}>Cancelled.</p>}
        {state.phase === 'broken' && <Notice tone="failed" title="Vouch did not answer. Is it still running?" />}
        {state.phase === 'done' && (
          <fieldset className={classes.sent}>
            <legend className={classes.sentLegend}>Sent by {state.value.server}: choose what to trust</legend>
            {state.value.certificates.map(({ sha256, subject, issuer, kind, not_after }) => (
              <Checkbox
                key={sha256}
                label={shortName(subject)}
                description={`${kind}, ${subject === issuer ? 'self-signed' : `issued by ${shortName(issuer)}`}, until ${dateWords(not_after)}`}
                checked={picked.includes(sha256)}
                onChange={({ currentTarget: { checked } }) =>
                  setPicked((before) => (checked ? [...before, sha256] : before.filter((one) => one !== sha256)))
                }
              />
            ))}
            {state.value.certificates.every(({ kind }) => kind !== 'root') && (
              <p className={classes.hint}>
                The root is not among them, as usual. Python 3.12 and Node need it in the bundle: ask the CA's owner.
              </p>
            )}
            <Button look="primary" size="small" onClick={() => add(state.value)} disabled={picked.length === 0}>
              {addWords(picked.length)}
            </Button>
          </fieldset>
        )}
      </div>
    </>
  );
}

function addWords(count: number): string {
  if (count === 0) return 'Add certificates';
  return count === 1 ? 'Add 1 certificate' : `Add ${count} certificates`;
}
