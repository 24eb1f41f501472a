import { Button } from '@/app/_components/button';
import { StatusShape } from '@/app/_components/status-shape';
import classes from './preview.module.css';

interface Props {
  /** Null until the first server has answered. */
  progress: { done: number; total: number } | null;
  users: number;
  onCancel: () => void;
}

export function PreviewProgress({ progress, users, onCancel }: Props) {
  const { done, total } = progress ?? { done: 0, total: users };
  return (
    <div className={classes.progress}>
      <p role="status" className={classes.running}>
        <StatusShape shape="running" size={15} />
        Testing {total === 1 ? '1 server' : `${total} servers`} with the new certificates
      </p>
      <progress className={classes.meter} value={done} max={Math.max(1, total)} aria-label="Servers tested" />
      <span className={classes.tested}>
        {done} of {total}
      </span>
      <Button size="small" onClick={onCancel}>
        Cancel
      </Button>
    </div>
  );
}
