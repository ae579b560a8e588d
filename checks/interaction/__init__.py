"""What the public writes to and about: consultations (意见征集) and letters (互动交流)."""
