-- AlterTable
ALTER TABLE "mcp_servers" ADD COLUMN "ssl_verify" TEXT;
ALTER TABLE "mcp_servers" ADD COLUMN "ssl_verify_reason" TEXT;
ALTER TABLE "mcp_servers" ADD COLUMN "ca_bundle_id" TEXT;
ALTER TABLE "mcp_servers" ADD COLUMN "include_public_roots" BOOLEAN NOT NULL DEFAULT false;

-- CreateIndex
CREATE INDEX "mcp_servers_ssl_verify_idx" ON "mcp_servers"("ssl_verify");
