// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <signal.h>

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QtTest>

#include "tests/support/patience.h"

/// langevin-run as a user meets it: arguments in, exit code and text out.
namespace langevin::test {

struct Finished {
    int code = -1;  ///< -1: crashed, or had to be killed
    QByteArray out, err;
};

inline void start(QProcess& process, const QStringList& arguments, const QString& folder = {}) {
    if (!folder.isEmpty()) process.setWorkingDirectory(folder);
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(BINARY_DIR "/bin/langevin-run", arguments);
    process.waitForStarted(patience);  // before, it would have this program's signal handlers
}

inline Finished finish(QProcess& process, int milliseconds = patience) {
    const bool in_time = process.waitForFinished(milliseconds);
    if (!in_time) {
        process.kill();
        process.waitForFinished();
    }
    const bool normal = in_time && process.exitStatus() == QProcess::NormalExit;
    return {normal ? process.exitCode() : -1, process.readAllStandardOutput(), process.readAllStandardError()};
}

inline Finished langevin_run(const QStringList& arguments, const QString& folder = {}, int milliseconds = patience) {
    QProcess process;
    start(process, arguments, folder);
    return finish(process, milliseconds);
}

/// Waits until the program catches this signal (it starts itself anew at first, with its own OpenMP
/// settings).
inline bool wait_until_caught(const QProcess& process, int signal) {
    return QTest::qWaitFor(
        [&] {
            QFile status("/proc/" + QString::number(process.processId()) + "/status");
            if (!status.open(QIODevice::ReadOnly)) return false;
            const QRegularExpression caught("SigCgt:\\s*([0-9a-f]+)");
            const auto mask = caught.match(status.readAll()).captured(1).toULongLong(nullptr, 16);
            return (mask >> (signal - 1) & 1) != 0;
        },
        patience);
}

inline void send(const QProcess& process, int signal) {
    ::kill(static_cast<pid_t>(process.processId()), signal);
}

inline QByteArray read(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline bool write(const QString& path, const QByteArray& bytes) {
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

inline QList<QByteArray> lines(const QByteArray& text) {
    auto list = text.split('\n');
    if (list.last().isEmpty()) list.removeLast();
    return list;
}

/// Each line must be a JSON object; an empty object where one is not.
inline QList<QJsonObject> json_lines(const QByteArray& text) {
    QList<QJsonObject> objects;
    for (const auto& line : lines(text)) objects.append(QJsonDocument::fromJson(line).object());
    return objects;
}

/// The hash in a printed result or in a session. Beyond 2^53, so not through QJsonValue. Zero if
/// there is none.
inline quint64 hash_in(const QByteArray& text) {
    static const QRegularExpression pattern("\"hash\":\\s*\"(0x[0-9a-f]+)\"");
    return pattern.match(text).captured(1).toULongLong(nullptr, 0);
}

/// What goes wrong is said to a person in one line that ends as a sentence does.
inline bool is_one_line(const QByteArray& text) {
    const auto sentence = text.trimmed();
    return text.endsWith('\n') && !sentence.isEmpty() && !sentence.contains('\n') &&
           (sentence.endsWith('.') || sentence.endsWith('?') || sentence.endsWith('!'));
}

inline QByteArray told(const Finished& finished, int expected) {
    return "exit code " + QByteArray::number(finished.code) + " instead of " + QByteArray::number(expected) +
           "; it said: " + finished.err.left(500) + finished.out.left(300);
}

}  // namespace langevin::test

/// Exit code, with what the program said where it is another.
#define VERIFY_EXIT(finished, expected)                                                                \
    do {                                                                                               \
        const langevin::test::Finished& finished_ = (finished);                                        \
        QVERIFY2(finished_.code == (expected), langevin::test::told(finished_, expected).constData()); \
    } while (false)
