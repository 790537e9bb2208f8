"""Plans: what a set-up file would change, worked out from facts with the rules of single commands.

State in, plan out: the planner carries every act out on facts in memory, asking the same rule functions
as the commands do, and what is left at the end is what the store then has to become. So a plan can't
promise what applying it would refuse.
"""
