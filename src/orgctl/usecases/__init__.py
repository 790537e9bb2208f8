"""One public function per act or question; each works inside the transaction that it is given."""
