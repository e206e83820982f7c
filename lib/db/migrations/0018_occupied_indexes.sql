CREATE INDEX "guest_keys_stay" ON "guest_keys" USING btree ("stay_id");--> statement-breakpoint
CREATE INDEX "shared_keys_ends" ON "shared_keys" USING btree ("property_id","ends_at");