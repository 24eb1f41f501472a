// Preloaded into the example server, which would listen on every interface and on a port chosen before it starts.
import net from 'node:net';

const listen = net.Server.prototype.listen;

net.Server.prototype.listen = function listenOnLoopback(...args) {
  const callback = args.findLast((argument) => typeof argument === 'function');
  // The front keeps its connections; an idle one closed from here would race with its next request.
  this.keepAliveTimeout = 0;
  this.once('listening', () => process.send?.({ port: this.address().port }));
  return listen.call(this, { host: '127.0.0.1', port: 0 }, callback);
};

process.once('disconnect', () => process.exit());
