import type { SqlDriverAdapter, Transaction } from '@prisma/driver-adapter-utils';

/**
 * The adapter has one SQLite connection: a query sent while another caller's transaction is open would
 * become part of it and be undone with it. Here such queries wait for its end.
 */
export function serializeTransactions(connection: SqlDriverAdapter): SqlDriverAdapter {
  let open: Promise<void> | undefined;

  async function whenIdle(): Promise<void> {
    while (open) await open;
  }

  async function startTransaction(...args: Parameters<SqlDriverAdapter['startTransaction']>): Promise<Transaction> {
    await whenIdle();
    let finish = () => {};
    open = new Promise((resolve) => {
      finish = () => {
        open = undefined;
        resolve();
      };
    });
    try {
      return endsWith(await connection.startTransaction(...args), finish);
    } catch (error) {
      finish();
      throw error;
    }
  }

  return {
    provider: connection.provider,
    adapterName: connection.adapterName,
    queryRaw: async (query) => {
      await whenIdle();
      return connection.queryRaw(query);
    },
    executeRaw: async (query) => {
      await whenIdle();
      return connection.executeRaw(query);
    },
    executeScript: async (script) => {
      await whenIdle();
      return connection.executeScript(script);
    },
    startTransaction,
    dispose: () => connection.dispose(),
  };
}

function endsWith(transaction: Transaction, finish: () => void): Transaction {
  const { commit, rollback } = transaction;
  return Object.assign(transaction, {
    commit: () => commit.call(transaction).finally(finish),
    rollback: async () => {
      // After a COMMIT that failed, Prisma sends no ROLLBACK and the connection would stay in the transaction.
      await transaction.executeRaw({ sql: 'ROLLBACK', args: [], argTypes: [] }).catch(() => undefined);
      await rollback.call(transaction).finally(finish);
    },
  });
}
