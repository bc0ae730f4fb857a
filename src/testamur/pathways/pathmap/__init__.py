"""The way to a qualification as a map: what is earned, what can be, and the shortest way from here.

found = stack(held, toward=rule, at=now)
way = shortest_way(found, offered)                      # `way`: the fewest hours, proven
"""
