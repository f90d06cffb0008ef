"""Runs a command on a terminal of its own: terminal.py COLUMNS ROWS COMMAND...

What it prints goes to standard output; what comes on standard input is typed. The end of standard input hangs the
terminal up. The last line on standard error says how the command ended: `exit 0`, or `signal 2`.
"""
import fcntl
import os
import pty
import select
import struct
import sys
import termios

columns, rows, command = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
child, terminal = pty.fork()
if child == 0:
    # The size is set before the command may ask for it.
    os.read(0, 1)
    os.execvp(command[0], command)
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack('HHHH', rows, columns, 0, 0))
os.write(terminal, b'\n')

watched = [0, terminal]
while terminal in watched:
    for ready in select.select(watched, [], [])[0]:
        try:
            data = os.read(ready, 65536)
        except OSError:
            data = b''  # the command has closed the terminal
        if data:
            os.write(1 if ready == terminal else terminal, data)
        else:
            watched.remove(ready)
            if ready == 0 and terminal in watched:
                watched.remove(terminal)
os.close(terminal)
_, status = os.waitpid(child, 0)
ending = f'signal {os.WTERMSIG(status)}' if os.WIFSIGNALED(status) else f'exit {os.WEXITSTATUS(status)}'
print(ending, file=sys.stderr)
