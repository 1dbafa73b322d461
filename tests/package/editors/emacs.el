;; Drives Emacs as a person does, and writes what is to be seen as JSON to the file that OUTPUT names.
(package-initialize)
(require 'json)
(require 'yaml-mode)
(load (getenv "SETTINGS") nil t)
(require 'eglot)

(defun wait-for (what fits)
  "Waits until FITS returns something, and returns that."
  (let ((tries 0) found)
    (while (and (not (setq found (funcall fits))) (< (setq tries (1+ tries)) 1200))
      (accept-process-output nil 0.05))
    (or found (error "Nothing came of: %s" what))))

(defun go-to (text)
  "Puts the cursor on TEXT."
  (goto-char (point-min))
  (search-forward text)
  (goto-char (match-beginning 0)))

(let (seen)
  (condition-case failure
      (progn
        (find-file (getenv "MANIFEST"))
        (unless (eglot-current-server) (call-interactively #'eglot))
        (wait-for "diagnostics" (lambda () (flymake-start) (flymake-diagnostics)))
        (push (cons 'diagnostics
                    (vconcat (mapcar (lambda (one)
                                       (vector (line-number-at-pos (flymake-diagnostic-beg one))
                                               (flymake-diagnostic-beg one)
                                               (flymake-diagnostic-end one)
                                               (substring-no-properties (flymake-diagnostic-text one))))
                                     (flymake-diagnostics))))
              seen)
        (go-to "pod-reader")
        (push (cons 'hover
                    (let ((answer (jsonrpc-request (eglot-current-server) :textDocument/hover
                                                   (eglot--TextDocumentPositionParams))))
                      (plist-get (plist-get answer :contents) :value)))
              seen)
        (go-to "pod-reader")
        (let ((from (line-number-at-pos)))
          (call-interactively #'xref-find-definitions)
          (push (cons 'definition (vector from (line-number-at-pos))) seen)))
    (error (push (cons 'failure (error-message-string failure)) seen)))
  (with-temp-file (getenv "OUTPUT") (insert (json-encode seen))))
